//! `poolgate login …`

use clap::Args;

use super::Connection;
use crate::method::Method;
use crate::mfa_type::MfaType;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate login --profile local
  poolgate login --profile dev --username ana
  poolgate login --profile dev --method email-otp
  printf '%s\\n' \"$PASSWORD\" | poolgate login --profile dev --username ana --password-stdin
  poolgate login --profile dev --mfa-type totp --mfa-process 'op item get aws --otp'
  poolgate login --profile dev --method custom --answer yes --client-metadata purpose=test")]
pub(crate) struct Login {
    #[command(flatten)]
    pub(crate) connection: Connection,
    /// What to sign in with.
    #[arg(long, value_enum, default_value_t = Method::Auto)]
    pub(crate) method: Method,
    #[command(flatten)]
    pub(crate) given: Given,
    /// Have this device remembered, where the pool leaves that to you: it needs no second factor
    /// from then on.
    #[arg(long)]
    pub(crate) remember_device: bool,
    /// Never ask: what is missing is an error. Implied by CI=true and by no terminal.
    #[arg(long)]
    pub(crate) no_input: bool,
    /// Print the outcome as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is answered beforehand, and who answers in the person's place.
#[derive(Args, Debug)]
pub(crate) struct Given {
    /// Read the password from a line of standard input (after the client secret's, if any).
    #[arg(long)]
    pub(crate) password_stdin: bool,
    /// The first code that is asked for, if it is known already.
    #[arg(long, value_name = "CODE", help_heading = "Challenges")]
    pub(crate) mfa_code: Option<String>,
    /// A shell command that prints the code on its first line, within 60 s. Its environment has
    /// `POOLGATE_CHALLENGE`, such as `SMS_MFA`, and `POOLGATE_DESTINATION`, where the code went.
    #[arg(long, value_name = "COMMAND", help_heading = "Challenges")]
    pub(crate) mfa_process: Option<String>,
    /// The second factor to take, or to set up, where there are several.
    #[arg(long, value_enum, value_name = "TYPE", help_heading = "Challenges")]
    pub(crate) mfa_type: Option<MfaType>,
    /// A shell command that is an authenticator: it reads the request options of a passkey as JSON
    /// and prints the credential as JSON, both as in WebAuthn Level 3, within 3 min.
    #[arg(long, value_name = "COMMAND", help_heading = "Challenges")]
    pub(crate) passkey_process: Option<String>,
    /// The answer to a custom challenge; repeat it for the next ones.
    #[arg(
        long = "answer",
        value_name = "TEXT",
        help_heading = "Challenges",
        allow_hyphen_values = true
    )]
    pub(crate) answers: Vec<String>,
    /// A value for the pool's functions; may be repeated.
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value, help_heading = "Challenges")]
    pub(crate) client_metadata: Vec<(String, String)>,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected a key, `=` and a value".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_split_at_its_first_equals_sign_or_refused(text in any::<String>()) {
            if let Ok((key, value)) = key_value(&text) {
                prop_assert!(!key.is_empty() && !key.contains('='));
                prop_assert_eq!(format!("{key}={value}"), text);
            }
        }
    }

    #[test]
    fn a_value_may_be_empty_or_have_equals_signs_and_a_key_may_not() {
        assert_eq!(
            key_value("a=b=c").unwrap(),
            ("a".to_owned(), "b=c".to_owned())
        );
        assert_eq!(key_value("a=").unwrap(), ("a".to_owned(), String::new()));
        assert!(key_value("=b").is_err());
        assert!(key_value("a").is_err());
    }
}
