"""A device that a user's pool remembers, with its own password, by the SRP of harness/srp.py."""

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any

from harness import srp
from harness.pool import AppClient, Response


@dataclass
class Device:
    """What NewDeviceMetadata says, and the password that only the device knows."""

    key: str
    group_key: str
    password: str = field(default_factory=lambda: secrets.token_urlsafe(40))

    @classmethod
    def confirmed(cls, cognito: Any, tokens: Response, name: str = "Laptop") -> "Device":
        """The device of this AuthenticationResult, after ConfirmDevice."""
        metadata = tokens["NewDeviceMetadata"]
        device = cls(metadata["DeviceKey"], metadata["DeviceGroupKey"])
        device.confirm(cognito, tokens["AccessToken"], name)
        return device

    def confirm(self, cognito: Any, access_token: str, name: str = "Laptop") -> Response:
        return cognito.confirm_device(
            AccessToken=access_token,
            DeviceKey=self.key,
            DeviceName=name,
            DeviceSecretVerifierConfig=self._verifier_config(),
        )

    def _verifier_config(self) -> dict[str, str]:
        """2.1 of the protocol: a positive salt of 16 bytes, and both numbers as Java writes them."""
        salt = secrets.randbits(127)
        x = srp.private_key(self.group_key, self.key, self.password, salt)
        verifier = pow(srp.G, x, srp.N)
        return {"PasswordVerifier": _base64(verifier), "Salt": _base64(salt)}

    def begin(self, client: AppClient, challenge: Response, prover: srp.Client) -> Response:
        """Answers DEVICE_SRP_AUTH."""
        assert challenge["ChallengeName"] == "DEVICE_SRP_AUTH"
        answer = {"USERNAME": "ann", "DEVICE_KEY": self.key, "SRP_A": f"{prover.big_a:x}"}
        return client.respond("DEVICE_SRP_AUTH", answer, challenge["Session"])

    def answer(self, prover: srp.Client, challenge: Response) -> dict[str, str]:
        """The answer to DEVICE_PASSWORD_VERIFIER: 2.2 of the protocol."""
        assert challenge["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER"
        parameters = challenge["ChallengeParameters"]
        named = {**parameters, "USER_ID_FOR_SRP": self.key}
        proof = prover.answer(self.group_key, self.password, named)
        return {**proof, "USERNAME": parameters["USERNAME"], "DEVICE_KEY": self.key}

    def prove(self, client: AppClient, challenge: Response) -> Response:
        """Both answers: what the sign-in comes to."""
        prover = srp.Client()
        asked = self.begin(client, challenge, prover)
        return client.respond(
            "DEVICE_PASSWORD_VERIFIER", self.answer(prover, asked), asked["Session"]
        )


def tracking(*, prompt: bool = False) -> dict[str, Any]:
    """The setting of a pool that remembers devices, and has them replace second factors."""
    configuration = {
        "ChallengeRequiredOnNewDevice": True,
        "DeviceOnlyRememberedOnUserPrompt": prompt,
    }
    return {"DeviceConfiguration": configuration}


def _base64(number: int) -> str:
    return base64.b64encode(srp.padded(number)).decode()
