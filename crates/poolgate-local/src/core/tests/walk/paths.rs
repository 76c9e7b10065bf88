//! The paths: how a sign-in begins, at which pool, and which calls must follow.

use getrandom::SysRng;
use poolgate_flow::{FirstFactor, Request, SignIn, Waiting};
use rand_core::UnwrapErr;

use super::scene::{Device, Mfa, Scene, User, password};

/// One way in.
pub(super) struct Path {
    pub(super) name: &'static str,
    pub(super) user: User,
    pub(super) mfa: Mfa,
    pub(super) device: Device,
    pub(super) begin: fn(&Scene<'_>) -> (Waiting, Request),
    /// The calls after the first.
    pub(super) calls: &'static [&'static str],
}

/// The user has a permanent password, the pool asks for no second factor and tracks no devices.
const PLAIN: Path = Path {
    name: "",
    user: User::Confirmed,
    mfa: Mfa::Off,
    device: Device::Untracked,
    begin: |scene| scene.sign_in().with_password(&password()),
    calls: &[],
};

fn srp(sign_in: SignIn) -> (Waiting, Request) {
    sign_in.with_srp(password(), &mut UnwrapErr(SysRng))
}

fn choice(scene: &Scene<'_>, preferred: Option<FirstFactor>) -> (Waiting, Request) {
    scene
        .sign_in()
        .with_choice(preferred, &mut UnwrapErr(SysRng))
}

pub(super) const PATHS: &[Path] = &[
    Path {
        name: "SRP",
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER"],
        ..PLAIN
    },
    Path {
        name: "SRP, by e-mail address",
        user: User::NamedByEmail,
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER"],
        ..PLAIN
    },
    Path {
        name: "SRP by an administrator",
        begin: |scene| srp(scene.sign_in().as_administrator()),
        calls: &["PASSWORD_VERIFIER"],
        ..PLAIN
    },
    Path {
        name: "SRP, new password",
        user: User::Invited,
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED"],
        ..PLAIN
    },
    Path {
        name: "password, new password",
        user: User::Invited,
        calls: &["NEW_PASSWORD_REQUIRED"],
        ..PLAIN
    },
    Path {
        name: "new password, then a code by SMS",
        user: User::Invited,
        mfa: Mfa::Sms,
        calls: &["NEW_PASSWORD_REQUIRED", "SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "SRP, code by SMS",
        mfa: Mfa::Sms,
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER", "SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "password, code by SMS",
        mfa: Mfa::Sms,
        calls: &["SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "password by an administrator, code by SMS",
        mfa: Mfa::Sms,
        begin: |scene| {
            let administrator = scene.sign_in().as_administrator();
            administrator.with_password(&password())
        },
        calls: &["SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "SRP, authenticator app",
        mfa: Mfa::App,
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER", "SOFTWARE_TOKEN_MFA"],
        ..PLAIN
    },
    Path {
        name: "password, code by e-mail",
        mfa: Mfa::Email,
        calls: &["EMAIL_OTP"],
        ..PLAIN
    },
    Path {
        name: "choice of second factors: authenticator app",
        mfa: Mfa::Choose("SOFTWARE_TOKEN_MFA"),
        calls: &["SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA"],
        ..PLAIN
    },
    Path {
        name: "choice of second factors: SMS",
        mfa: Mfa::Choose("SMS_MFA"),
        calls: &["SELECT_MFA_TYPE", "SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "choice of second factors: e-mail",
        mfa: Mfa::Choose("EMAIL_OTP"),
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER", "SELECT_MFA_TYPE", "EMAIL_OTP"],
        ..PLAIN
    },
    Path {
        name: "authenticator app to be set up",
        mfa: Mfa::SetUpApp,
        begin: |scene| srp(scene.sign_in()),
        calls: &[
            "PASSWORD_VERIFIER",
            "AssociateSoftwareToken",
            "VerifySoftwareToken",
            "MFA_SETUP",
        ],
        ..PLAIN
    },
    Path {
        name: "codes by e-mail to be set up",
        mfa: Mfa::SetUpEmail,
        calls: &["MFA_SETUP", "EMAIL_OTP"],
        ..PLAIN
    },
    Path {
        name: "custom challenge",
        begin: |scene| scene.sign_in().with_custom_challenges(),
        calls: &["CUSTOM_CHALLENGE"],
        ..PLAIN
    },
    Path {
        name: "SRP, then custom challenge",
        begin: |scene| {
            let rng = &mut UnwrapErr(SysRng);
            scene
                .sign_in()
                .with_srp_and_custom_challenges(password(), rng)
        },
        calls: &["PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"],
        ..PLAIN
    },
    Path {
        name: "choice: password",
        begin: |scene| choice(scene, None),
        user: User::Choosing("PASSWORD"),
        calls: &["SELECT_CHALLENGE"],
        ..PLAIN
    },
    Path {
        name: "choice: password by SRP",
        user: User::Choosing("PASSWORD_SRP"),
        begin: |scene| choice(scene, None),
        calls: &["SELECT_CHALLENGE", "PASSWORD_VERIFIER"],
        ..PLAIN
    },
    Path {
        name: "choice: code by e-mail",
        user: User::Choosing("EMAIL_OTP"),
        begin: |scene| choice(scene, None),
        calls: &["SELECT_CHALLENGE", "EMAIL_OTP"],
        ..PLAIN
    },
    Path {
        name: "choice: code by SMS",
        user: User::Choosing("SMS_OTP"),
        begin: |scene| choice(scene, None),
        calls: &["SELECT_CHALLENGE", "SMS_OTP"],
        ..PLAIN
    },
    Path {
        name: "preferred: password by SRP, authenticator app",
        mfa: Mfa::App,
        begin: |scene| choice(scene, Some(FirstFactor::PasswordSrp(password()))),
        calls: &["PASSWORD_VERIFIER", "SOFTWARE_TOKEN_MFA"],
        ..PLAIN
    },
    Path {
        name: "preferred: password, new password",
        user: User::Invited,
        begin: |scene| choice(scene, Some(FirstFactor::Password(password()))),
        calls: &["NEW_PASSWORD_REQUIRED"],
        ..PLAIN
    },
    Path {
        name: "preferred: code by e-mail",
        begin: |scene| choice(scene, Some(FirstFactor::EmailOtp)),
        calls: &["EMAIL_OTP"],
        ..PLAIN
    },
    Path {
        name: "preferred: code by SMS",
        begin: |scene| choice(scene, Some(FirstFactor::SmsOtp)),
        calls: &["SMS_OTP"],
        ..PLAIN
    },
    Path {
        name: "SRP, remembered device",
        mfa: Mfa::Sms,
        device: Device::Remembered,
        begin: |scene| srp(scene.sign_in()),
        calls: &[
            "PASSWORD_VERIFIER",
            "DEVICE_SRP_AUTH",
            "DEVICE_PASSWORD_VERIFIER",
        ],
        ..PLAIN
    },
    Path {
        name: "password, remembered device",
        mfa: Mfa::App,
        device: Device::Remembered,
        calls: &["DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"],
        ..PLAIN
    },
    Path {
        name: "custom challenge, remembered device",
        mfa: Mfa::Sms,
        device: Device::Remembered,
        begin: |scene| scene.sign_in().with_custom_challenges(),
        calls: &[
            "CUSTOM_CHALLENGE",
            "DEVICE_SRP_AUTH",
            "DEVICE_PASSWORD_VERIFIER",
        ],
        ..PLAIN
    },
    Path {
        name: "SRP, a device that is not remembered",
        mfa: Mfa::Sms,
        device: Device::NotRemembered,
        begin: |scene| srp(scene.sign_in()),
        calls: &["PASSWORD_VERIFIER", "SMS_MFA"],
        ..PLAIN
    },
    Path {
        name: "SRP, a device that was forgotten",
        mfa: Mfa::Sms,
        device: Device::Forgotten,
        begin: |scene| srp(scene.sign_in()),
        calls: &["InitiateAuth", "PASSWORD_VERIFIER", "SMS_MFA"],
        ..PLAIN
    },
];
