//! The tags of identity pools, and those of their users' sessions.

use std::fmt;
use std::str::FromStr;

use clap::Args;
use poolgate::IdentityPoolId;

use crate::arguments::identity_pool::Target;
use crate::arguments::pairs::pair;

#[derive(Args, Debug)]
pub(crate) struct PrincipalTags {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The provider, as it is named in identities.
    #[arg(value_name = "PROVIDER")]
    pub(crate) provider: String,
}

#[derive(Args, Debug)]
#[command(after_help = "\
What is set replaces all that was there; without any tag, there are none. The users' roles have to
allow sts:TagSession.

Examples:
  poolgate identity-pools set-principal-tags accounts.google.com department=hd
  poolgate identity-pools set-principal-tags accounts.google.com --defaults")]
pub(crate) struct SetPrincipalTags {
    #[command(flatten)]
    pub(crate) one: PrincipalTags,
    /// A tag, and the claim that it is taken from.
    #[arg(value_name = "TAG=CLAIM", value_parser = pair)]
    pub(crate) tags: Vec<(String, String)>,
    /// The service's own choice: `client` from the claim aud, and `username` from sub.
    #[arg(long, conflicts_with = "tags")]
    pub(crate) defaults: bool,
}

// An identity pool by its ARN, which its tags are kept under.
#[derive(Args, Debug)]
#[command(after_help = "\
The tags are kept under the identity pool's ARN, which has the account's number: give the one or the
other. `identity-pools show` tells them without.

Example:
  poolgate identity-pools tag stage=test --profile dev --account-id 123456789012")]
pub(crate) struct Tagged {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The number of the account that the identity pool is in.
    #[arg(long, value_name = "NUMBER", value_parser = account_id, help_heading = "Pool")]
    pub(crate) account_id: Option<String>,
    /// The identity pool's ARN, instead of its id and the account's number.
    #[arg(
        long,
        value_name = "ARN",
        conflicts_with = "account_id",
        help_heading = "Pool"
    )]
    pub(crate) arn: Option<Arn>,
}

#[derive(Args, Debug)]
pub(crate) struct Tag {
    #[command(flatten)]
    pub(crate) pool: Tagged,
    /// The tags.
    #[arg(value_name = "KEY=VALUE", value_parser = pair, required = true)]
    pub(crate) tags: Vec<(String, String)>,
}

#[derive(Args, Debug)]
pub(crate) struct Untag {
    #[command(flatten)]
    pub(crate) pool: Tagged,
    /// The keys of the tags.
    #[arg(value_name = "KEY", required = true)]
    pub(crate) keys: Vec<String>,
}

/// An identity pool's ARN.
#[derive(Clone, Debug)]
pub(crate) struct Arn {
    text: String,
    pub(crate) pool: IdentityPoolId,
}

impl FromStr for Arn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused =
            || "expected arn:aws:cognito-identity:<region>:<account>:identitypool/<id>".to_owned();
        let (place, id) = text.split_once(":identitypool/").ok_or_else(refused)?;
        let pool: IdentityPoolId = id.parse().map_err(|_| refused())?;
        let account = place.rsplit(':').next().unwrap_or_default();
        account_id(account).map_err(|_| refused())?;
        if pool.arn(account) == text {
            Ok(Self {
                text: text.to_owned(),
                pool,
            })
        } else {
            Err(refused())
        }
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn account_id(text: &str) -> Result<String, String> {
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err("expected the 12 digits of an account".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ARN: &str = "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/eu-west-1:0a1b";

    #[test]
    fn an_arn_names_an_identity_pool() {
        let arn: Arn = ARN.parse().unwrap();
        assert_eq!(
            (arn.to_string().as_str(), arn.pool.as_str()),
            (ARN, "eu-west-1:0a1b")
        );
        for (from, to) in [
            ("eu-west-1:0a1b", "eu-west-2:0a1b"),
            ("123456789012", "1234"),
            ("identitypool/", "userpool/"),
            ("cognito-identity", "cognito-idp"),
            ("arn:aws", "arn:aws-cn"),
        ] {
            assert!(ARN.replace(from, to).parse::<Arn>().is_err(), "{from} {to}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(cut in 0..=ARN.len(), text in ".{0,8}") {
            let _ = format!("{}{text}{}", &ARN[..cut], &ARN[cut..]).parse::<Arn>();
            let _ = text.parse::<Arn>();
        }
    }
}
