"""A browser without a face: cookies, redirects one by one, and the forms of the page it is on."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests

from harness.bounds import WITHIN_SECONDS

Response = requests.Response
_PAGE_NAME = re.compile(r'<main[^>]* data-page="([^"]+)"')


@dataclass
class Form:
    """A form as it came: where it is sent, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Forms and links by their ids."""

    def __init__(self, page: Response) -> None:
        super().__init__()
        self.url = page.url
        self.forms: dict[str, Form] = {}
        self.links: dict[str, str] = {}
        self.feed(page.text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.url, given.get("action", ""))
            self.forms[given["id"]] = Form(action, given.get("method", "get").upper())
        elif tag in ("input", "select", "textarea") and self.forms and "name" in given:
            # Of radio buttons, none is chosen until somebody does.
            value = given.get("value", "") if given.get("type") != "radio" else ""
            self.forms[list(self.forms)[-1]].fields[given["name"]] = value
        elif tag == "a" and "id" in given:
            self.links[given["id"]] = urljoin(self.url, given["href"])


def form(page: Response, name: str) -> Form:
    """The form with this id."""
    found = _Reader(page).forms
    assert name in found, (name, page.url, page.text)
    return found[name]


def link(page: Response, name: str) -> str:
    """Where the link with this id leads."""
    found = _Reader(page).links
    assert name in found, (name, page.url, page.text)
    return found[name]


def page_name(page: Response) -> str:
    """What a page of ours calls itself."""
    found = _PAGE_NAME.search(page.text)
    assert found, page.text
    return found.group(1)


class Visitor:
    """One person's browser."""

    def __init__(self) -> None:
        self.http = requests.Session()

    def get(self, url: str, **more: object) -> Response:
        """Asks once, and follows no redirect."""
        return self.http.get(url, allow_redirects=False, timeout=WITHIN_SECONDS, **more)

    def follow(self, answer: Response) -> Response:
        """Follows redirects as long as they stay with this server."""
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            if not target.startswith(urljoin(answer.url, "/")):
                break
            answer = self.get(target)
        return answer

    def open(self, url: str) -> Response:
        return self.follow(self.get(url))

    def post(self, sent: Form, **values: str) -> Response:
        """Sends the form with these values in its fields; follows no redirect."""
        assert sent.method == "POST", sent
        data = {**sent.fields, **values}
        return self.http.post(sent.action, data=data, allow_redirects=False, timeout=WITHIN_SECONDS)

    def send(self, page: Response, name: str, **values: str) -> Response:
        """Fills and sends the form with this id, and goes where that leads."""
        return self.follow(self.post(form(page, name), **values))

    def sign_in(self, url: str, username: str, password: str) -> str:
        """Opens an authorization request, signs in, and returns where that leads."""
        answer = self.send(self.open(url), "sign-in", username=username, password=password)
        assert answer.is_redirect, answer.text
        return answer.headers["Location"]
