//! `poolgate users …`

use clap::{Args, Subcommand, ValueEnum};
use poolgate::{DeliveryMedium, SearchableAttribute, UserFilter, Username};

use super::pairs::pair;
use super::passwords::PasswordSource;
use super::pool::{Consent, Limit, Target, username};
use super::sign_up::Functions;

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Users {
    /// List the users of the pool.
    List(List),
    /// Show a user.
    Show(One),
    /// Create a user, who signs in with a temporary password first.
    Create(Create),
    /// Set attributes of a user; the others stay.
    Set(Set),
    /// Remove attributes of a user.
    Unset(Unset),
    /// Delete a user for good.
    Delete(Destroy),
    /// Confirm a user's sign-up without a code.
    Confirm(Notify),
    /// Let a user sign in again.
    Enable(One),
    /// Let a user sign in no longer.
    Disable(One),
    /// Have a user choose a new password, with a code that is sent.
    ResetPassword(Reset),
    /// Give a user a password.
    SetPassword(SetPassword),
    /// Sign a user out everywhere.
    SignOut(One),
    /// List the groups that a user is in.
    Groups(GroupsOf),
}

#[derive(Args, Debug)]
#[command(after_help = "\
Users can be searched by username, sub, email, phone_number, name, given_name, family_name,
preferred_username, status (Enabled or Disabled) and cognito:user_status (CONFIRMED, …).

Examples:
  poolgate users list --profile dev --limit 20
  poolgate users list --where email=ana@example.com
  poolgate users list --where 'email^=ana@'                        those that begin with it
  poolgate users list --where cognito:user_status=UNCONFIRMED --json | jq -r '.[].username'")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// Only users with this value of an attribute; with `^=`, with one that begins so.
    #[arg(long = "where", value_name = "NAME=VALUE", value_parser = condition)]
    pub(crate) condition: Option<UserFilter>,
    /// Only these of their attributes, for --json.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) attributes: Vec<String>,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

/// A condition in the words of the command line.
fn condition(text: &str) -> Result<UserFilter, String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("expected an attribute, `=` or `^=` and a value".to_owned());
    };
    let (name, begins) = match name.strip_suffix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let attribute: SearchableAttribute = name
        .trim()
        .parse()
        .map_err(|error: poolgate::Error| error.to_string())?;
    Ok(if begins {
        UserFilter::starts_with(attribute, value)
    } else {
        UserFilter::equals(attribute, value)
    })
}

// A user, and nothing more to say.
#[derive(Args, Debug)]
pub(crate) struct One {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The user's name, or an address to sign in with.
    #[arg(value_name = "USER", value_parser = username)]
    pub(crate) user: Username,
}

#[derive(Args, Debug)]
#[command(after_help = "\
The password is good for the first sign-in, which asks for another one. Without --password-stdin and
--password-process, the pool makes one up and sends it.

Examples:
  poolgate users create ana --attribute email=ana@example.com --attribute email_verified=true
  poolgate users create ana --no-message --password-stdin
  poolgate users create ana --resend")]
pub(crate) struct Create {
    #[command(flatten)]
    pub(crate) one: One,
    /// What the pool is to keep of the user; may be repeated.
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) attributes: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) password: PasswordSource,
    /// How the invitation travels; may be repeated. Without it, by e-mail where there is an address
    /// in the attributes, and by SMS where there is a number.
    #[arg(long, value_enum, value_name = "MEDIUM", conflicts_with = "no_message")]
    pub(crate) deliver_by: Vec<Medium>,
    /// Send no invitation.
    #[arg(long, conflicts_with = "resend")]
    pub(crate) no_message: bool,
    /// Send the invitation once more, with a new temporary password, to a user who exists.
    #[arg(long)]
    pub(crate) resend: bool,
    /// Take the address away from another user who signs in with it, instead of being refused.
    #[arg(long)]
    pub(crate) take_alias: bool,
    /// A value for the function that decides about sign-ups, and not kept; may be repeated.
    #[arg(
        long,
        value_name = "NAME=VALUE",
        value_parser = pair,
        help_heading = "Functions"
    )]
    pub(crate) validation_data: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) functions: Functions,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Medium {
    /// By e-mail.
    Email,
    /// By SMS.
    Sms,
}

impl From<Medium> for DeliveryMedium {
    fn from(medium: Medium) -> Self {
        match medium {
            Medium::Email => Self::Email,
            Medium::Sms => Self::Sms,
        }
    }
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate users set ana email=ana@example.org email_verified=true custom:tier=gold")]
pub(crate) struct Set {
    #[command(flatten)]
    pub(crate) one: One,
    /// The attributes.
    #[arg(value_name = "NAME=VALUE", value_parser = pair, required = true)]
    pub(crate) attributes: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) functions: Functions,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  poolgate users unset ana nickname custom:tier")]
pub(crate) struct Unset {
    #[command(flatten)]
    pub(crate) one: One,
    /// The names of the attributes.
    #[arg(value_name = "NAME", required = true)]
    pub(crate) names: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Destroy {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

#[derive(Args, Debug)]
pub(crate) struct Notify {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) functions: Functions,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Until the user has chosen a new password (poolgate password reset), there is no way to sign in.")]
pub(crate) struct Reset {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) functions: Functions,
    #[command(flatten)]
    pub(crate) consent: Consent,
}

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  poolgate users set-password ana
  printf '%s\\n' \"$PASSWORD\" | poolgate users set-password ana --password-stdin --temporary")]
pub(crate) struct SetPassword {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) password: PasswordSource,
    /// Have the user choose another one at the next sign-in.
    #[arg(long)]
    pub(crate) temporary: bool,
}

#[derive(Args, Debug)]
pub(crate) struct GroupsOf {
    #[command(flatten)]
    pub(crate) one: One,
    #[command(flatten)]
    pub(crate) limit: Limit,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_condition_says_equals_or_begins_with() {
        let expression = |text| condition(text).unwrap().expression().unwrap();
        assert_eq!(expression("email=a=\"b\""), r#"email = "a=\"b\"""#);
        assert_eq!(expression("email^=a^"), r#"email ^= "a^""#);
        assert_eq!(expression("status ^= En"), r#"status ^= " En""#);
        assert_eq!(expression("sub="), r#"sub = """#);
        for text in ["", "email", "=a", "^=a", "custom:tier=a", "Email=a"] {
            assert!(condition(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_condition_is_read_or_refused(text in "(email|sub|x)?[ ^]?=?.{0,8}") {
            let _ = condition(&text);
        }
    }
}
