"""A user pool with one app client, made by boto3 on whatever server answers."""

import base64
import json
import uuid
from dataclasses import dataclass
from typing import Any

from harness import srp

# Meets the default policy: eight characters and all four classes.
PASSWORD = "Correct-horse7"
ALL_FLOWS = [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
]

Response = dict[str, Any]


@dataclass
class AppClient:
    """An app client, with the calls of its users."""

    cognito: Any
    pool_id: str
    id: str
    secret: str | None = None

    @property
    def pool_name(self) -> str:
        return self.pool_id.partition("_")[2]

    def with_secret_hash(self, username: str, parameters: dict[str, str]) -> dict[str, str]:
        if self.secret is None:
            return parameters
        return {**parameters, "SECRET_HASH": srp.secret_hash(username, self.id, self.secret)}

    def initiate(self, flow: str, session: str = "", **parameters: str) -> Response:
        parameters = self.with_secret_hash(parameters.get("USERNAME", ""), parameters)
        return self._initiate_auth(
            ClientId=self.id, AuthFlow=flow, AuthParameters=parameters, **_session(session)
        )

    def respond(
        self, challenge: str, responses: dict[str, str], session: str = "", **more: Any
    ) -> Response:
        return self._respond_to_auth_challenge(
            ClientId=self.id,
            ChallengeName=challenge,
            ChallengeResponses=self.with_secret_hash(responses["USERNAME"], responses),
            **_session(session),
            **more,
        )

    def _initiate_auth(self, **call: Any) -> Response:
        return self.cognito.initiate_auth(**call)

    def _respond_to_auth_challenge(self, **call: Any) -> Response:
        return self.cognito.respond_to_auth_challenge(**call)

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> Response:
        return self.initiate("USER_PASSWORD_AUTH", USERNAME=username, PASSWORD=password, **more)

    def start_srp(self, username: str, client: srp.Client) -> Response:
        return self.initiate("USER_SRP_AUTH", USERNAME=username, SRP_A=f"{client.big_a:x}")

    def sign_in_by_srp(self, username: str, password: str = PASSWORD, **more: str) -> Response:
        client = srp.Client()
        return self.prove(client, self.start_srp(username, client), password, **more)

    def prove(
        self, client: srp.Client, challenge: Response, password: str = PASSWORD, **more: str
    ) -> Response:
        """Answers PASSWORD_VERIFIER, with the Session if it came with one."""
        answer = client.answer(self.pool_name, password, challenge["ChallengeParameters"])
        session = challenge.get("Session", "")
        return self.respond("PASSWORD_VERIFIER", {**answer, **more}, session)

    def tokens(self, username: str) -> Response:
        return self.sign_in(username)["AuthenticationResult"]

    def refresh(self, token: str, **more: str) -> Response:
        """New tokens by GetTokensFromRefreshToken, which takes the secret itself."""
        secret = {"ClientSecret": self.secret} if self.secret else {}
        response = self.cognito.get_tokens_from_refresh_token(
            ClientId=self.id, RefreshToken=token, **secret, **more
        )
        return response["AuthenticationResult"]

    def administrator(self) -> "Administrator":
        return Administrator(self.cognito, self.pool_id, self.id, self.secret)


@dataclass
class Administrator(AppClient):
    """The same app client, used by somebody with AWS credentials."""

    def _initiate_auth(self, **call: Any) -> Response:
        return self.cognito.admin_initiate_auth(UserPoolId=self.pool_id, **call)

    def _respond_to_auth_challenge(self, **call: Any) -> Response:
        return self.cognito.admin_respond_to_auth_challenge(UserPoolId=self.pool_id, **call)

    def sign_in(self, username: str, password: str = PASSWORD, **more: str) -> Response:
        flow = "ADMIN_USER_PASSWORD_AUTH"
        return self.initiate(flow, USERNAME=username, PASSWORD=password, **more)


@dataclass
class Pool:
    """A user pool and its administrator."""

    cognito: Any
    id: str

    @classmethod
    def create(cls, cognito: Any, **settings: Any) -> "Pool":
        name = f"interop-{uuid.uuid4()}"
        return cls(cognito, cognito.create_user_pool(PoolName=name, **settings)["UserPool"]["Id"])

    def client(self, **settings: Any) -> AppClient:
        settings = {"ExplicitAuthFlows": ALL_FLOWS, **settings}
        client = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName="interop", **settings
        )["UserPoolClient"]
        return AppClient(self.cognito, self.id, client["ClientId"], client.get("ClientSecret"))

    def user(self, username: str = "ann", password: str = PASSWORD, **attributes: str) -> str:
        """Adds a confirmed user."""
        self.invite(username, "Temporary-1", **attributes)
        self.cognito.admin_set_user_password(
            UserPoolId=self.id, Username=username, Password=password, Permanent=True
        )
        return username

    def invite(self, username: str, temporary_password: str, **attributes: str) -> None:
        """Adds a user who must choose a password at the first sign-in."""
        self.cognito.admin_create_user(
            UserPoolId=self.id,
            Username=username,
            TemporaryPassword=temporary_password,
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
        )


def _session(session: str) -> dict[str, str]:
    return {"Session": session} if session else {}


def claims(token: str) -> dict[str, Any]:
    """The claims of a JWT, not verified."""
    return _part(token, 1)


def header(token: str) -> dict[str, Any]:
    """The header of a JWS or JWE in compact form."""
    return _part(token, 0)


def _part(token: str, index: int) -> dict[str, Any]:
    part = token.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
