//! `poolgate identity-pools set-roles`

use std::path::PathBuf;

use clap::Args;

use crate::arguments::identity_pool::Target;

#[derive(Args, Debug)]
#[command(after_help = "\
A provider is named as the pool's users have it; a user pool's app client as ISSUER:CLIENT.
The file of --mappings-json has what `aws cognito-identity set-identity-pool-roles` takes as role
mappings, and what `identity-pools roles --json` prints as \"mappings\":
  {\"accounts.google.com\": {\"Type\": \"Rules\", \"AmbiguousRoleResolution\": \"Deny\",
    \"RulesConfiguration\": {\"Rules\": [{\"Claim\": \"email\", \"MatchType\": \"Equals\",
      \"Value\": \"ana@example.com\", \"RoleARN\": \"arn:aws:iam::123456789012:role/admin\"}]}}}

Examples:
  poolgate identity-pools set-roles --authenticated arn:aws:iam::123456789012:role/user
  poolgate identity-pools set-roles --unauthenticated ''                     no role any more
  poolgate identity-pools set-roles \\
    --by-token cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123:4h57…=deny")]
pub(crate) struct SetRoles {
    #[command(flatten)]
    pub(crate) pool: Target,
    /// The role of users who have signed in; an empty text stands for none.
    #[arg(long, value_name = "ARN", help_heading = "Roles")]
    pub(crate) authenticated: Option<String>,
    /// The role of users who have not signed in; an empty text stands for none.
    #[arg(long, value_name = "ARN", help_heading = "Roles")]
    pub(crate) unauthenticated: Option<String>,
    /// Give users of this provider the role that their token names. Where it names none: `deny`, or
    /// `authenticated` for the role of users who have signed in. May be repeated.
    #[arg(
        long,
        value_name = "PROVIDER=RESOLUTION",
        value_parser = by_token,
        help_heading = "Roles"
    )]
    pub(crate) by_token: Vec<(String, Resolution)>,
    /// A file with mappings by provider, for roles by rules.
    #[arg(long, value_name = "FILE", help_heading = "Roles")]
    pub(crate) mappings_json: Option<PathBuf>,
    /// Map users of this provider no longer; may be repeated.
    #[arg(long, value_name = "PROVIDER", help_heading = "Roles")]
    pub(crate) unmap: Vec<String>,
}

/// What becomes of users for whom no single role is found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Resolution {
    /// They have the role of users who have signed in.
    Authenticated,
    /// They have none.
    Deny,
}

fn by_token(text: &str) -> Result<(String, Resolution), String> {
    let (provider, resolution) = text.rsplit_once('=').unwrap_or_default();
    let resolution = match resolution {
        "authenticated" => Resolution::Authenticated,
        "deny" => Resolution::Deny,
        _ => return Err("expected a provider, `=`, and authenticated or deny".to_owned()),
    };
    if provider.is_empty() {
        return Err("expected a provider before `=`".to_owned());
    }
    Ok((provider.to_owned(), resolution))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_by_token_says_what_becomes_of_the_others() {
        assert_eq!(
            by_token("a/b:c=deny"),
            Ok(("a/b:c".to_owned(), Resolution::Deny))
        );
        for text in ["", "a", "a=", "=deny", "a=allow", "deny"] {
            assert!(by_token(text).is_err(), "{text}");
        }
    }
}
