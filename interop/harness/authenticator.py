"""An authenticator app: pyotp, going by our server's clock."""

from dataclasses import dataclass, field

import pyotp

from harness import clock

STEP_SECONDS = 30


@dataclass
class Authenticator:
    """One secret, and the server that gave it out; the test must own that server's clock."""

    server: str
    secret: str
    # What it has shown last, though its time step may be over by now.
    shown: str = field(default="", init=False)

    def code(self) -> str:
        """What the app shows now."""
        self.shown = pyotp.TOTP(self.secret).at(int(clock.now(self.server)))
        return self.shown

    def next_code(self) -> str:
        """What it shows in the next time step: a code is good once (RFC 6238 section 5.2)."""
        clock.advance(self.server, STEP_SECONDS)
        return self.code()

    def wrong_code(self) -> str:
        """What it shows at no time near."""
        app = pyotp.TOTP(self.secret)
        now = int(clock.now(self.server))
        near = {app.at(now + step * STEP_SECONDS) for step in range(-3, 4)}
        return next(code for code in (f"{n:06}" for n in range(8)) if code not in near)
