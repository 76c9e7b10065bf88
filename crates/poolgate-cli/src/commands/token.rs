//! `poolgate token`: one token on standard output.

mod keep_fresh;

use std::process::ExitCode;

use poolgate::Session;
use serde_json::json;

use crate::arguments::{Token, TokenType};
use crate::bounded;
use crate::clock;
use crate::failure::{Failure, Kind};
use crate::output;
use crate::profile::Resolved;
use crate::reachable::Reachable;
use crate::session;
use crate::signed_in;

pub(crate) fn run(arguments: &Token) -> Result<ExitCode, Failure> {
    let profile = Resolved::from_arguments(&arguments.connection)?.in_use()?;
    let name = signed_in::name(&profile)?;
    let reachable = Reachable::from_profile(profile)?;
    if arguments.keep_fresh {
        return keep_fresh::run(&reachable, &name);
    }
    let tokens = bounded::block_on(async {
        let fresh = async |session: &Session| Ok(session.fresh_tokens().await);
        session::with_kept(&reachable, &name, fresh).await
    })?;
    let token = match arguments.kind {
        TokenType::Access => tokens.access_token().expose(),
        TokenType::Id => tokens.id_token().expose(),
        TokenType::Refresh => match tokens.refresh_token() {
            Some(token) => token.expose(),
            None => {
                return Err(Failure::new(
                    Kind::Other,
                    "the session has no refresh token",
                ));
            }
        },
    };
    if arguments.format.json {
        let expires_at = match arguments.kind {
            TokenType::Refresh => None,
            _ => Some(clock::rfc3339(tokens.expires_at())),
        };
        let kind = match arguments.kind {
            TokenType::Access => "access",
            TokenType::Id => "id",
            TokenType::Refresh => "refresh",
        };
        let json = json!({ "token": token, "type": kind, "expires_at": expires_at });
        return output::line(&json.to_string());
    }
    if arguments.header {
        return output::line(&format!("Authorization: Bearer {token}"));
    }
    output::line(token)
}
