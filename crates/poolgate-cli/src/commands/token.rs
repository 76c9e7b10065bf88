//! `poolgate token`: one token on standard output.

mod keep_fresh;

use std::process::ExitCode;
use std::time::SystemTime;

use poolgate::Session;
use serde_json::json;
use zeroize::Zeroizing;

use crate::arguments::{Token, TokenType};
use crate::bounded;
use crate::clock;
use crate::failure::{Failure, Kind};
use crate::machine::{Machine, Wanted};
use crate::output;
use crate::profile::{Profile, Resolved};
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in::{self, Who};

pub(crate) fn run(arguments: &Token) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let printed = match signed_in::who(&profile)? {
        Some(Who::Machine(wanted)) => of_machine(arguments, profile, &wanted)?,
        Some(Who::User(name)) => {
            let reachable = Reachable::from_profile(profile)?;
            if arguments.keep_fresh {
                return keep_fresh::run(&reachable, &name);
            }
            of_user(arguments.kind, &reachable, &name)?
        }
        None => return Err(profile.sign_in_needed("nobody is signed in")),
    };
    printed.print(arguments)
}

/// A token on its way out.
struct Printed {
    token: Zeroizing<String>,
    /// When it ends; a refresh token does not say.
    expires_at: Option<SystemTime>,
}

impl Printed {
    fn print(&self, arguments: &Token) -> Result<ExitCode, Failure> {
        let token = self.token.as_str();
        if arguments.format.json {
            let expires_at = self.expires_at.map(clock::rfc3339);
            let kind = arguments.kind.word();
            let json = json!({ "token": token, "type": kind, "expires_at": expires_at });
            return output::line(&json.to_string());
        }
        if arguments.header {
            return output::line(&format!("Authorization: Bearer {token}"));
        }
        output::line(token)
    }
}

fn of_user(kind: TokenType, reachable: &Reachable, name: &str) -> Result<Printed, Failure> {
    let tokens = bounded::block_on(async {
        let fresh = async |session: &Session| Ok(session.fresh_tokens().await);
        session::with_kept(reachable, name, fresh).await
    })?;
    let (token, expires_at) = match kind {
        TokenType::Access => (tokens.access_token().expose(), Some(tokens.expires_at())),
        TokenType::Id => (tokens.id_token().expose(), Some(tokens.expires_at())),
        TokenType::Refresh => match tokens.refresh_token() {
            Some(token) => (token.expose(), None),
            None => {
                return Err(Failure::new(
                    Kind::Other,
                    "the session has no refresh token",
                ));
            }
        },
    };
    Ok(Printed {
        token: token.to_owned().into(),
        expires_at,
    })
}

fn of_machine(arguments: &Token, profile: Profile, wanted: &Wanted) -> Result<Printed, Failure> {
    let refused = if arguments.keep_fresh {
        Some("--keep-fresh")
    } else {
        (arguments.kind != TokenType::Access).then_some("--type")
    };
    if let Some(flag) = refused {
        return Err(Failure::new(
            Kind::Usage,
            "a machine has an access token only, which is fetched when it is asked for",
        )
        .hint(format_args!("Leave out {flag}")));
    }
    let reachable = Reachable::from_profile(profile)?;
    let token = bounded::block_on(async { Machine::new(&reachable, wanted)?.fresh().await })?;
    Ok(Printed {
        token: token.access_token().expose().to_owned().into(),
        expires_at: Some(token.expires_at()),
    })
}
