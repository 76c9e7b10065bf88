//! The exchange of an authorization code (RFC 6749 section 4.1.3).

use std::sync::Arc;

use super::{Fields, Tokens, require};
use crate::app_clients::{AppClient, same};
use crate::core::Context;
use crate::hosted::authorization::checks;
use crate::hosted::digest::sha256;
use crate::hosted::endpoint_error::EndpointError;
use crate::model::{AuthorizationCode, TokenFamily, User};
use crate::state::{State, Transaction};
use crate::time::UnixTime;
use crate::tokens::{self, GrantType};

/// What an application presents.
struct Presented<'p> {
    app: &'p AppClient,
    /// Where the code is kept.
    key: String,
    redirect_uri: &'p str,
    code_verifier: Option<&'p str>,
}

/// Tokens for a code, once.
pub(super) fn redeem(
    context: &Context<'_>,
    app: &AppClient,
    parameters: &Fields,
) -> Result<Tokens, EndpointError> {
    checks::allow(&app.client, "code")?;
    let code = require(parameters, "code")?;
    let presented = Presented {
        app,
        key: AuthorizationCode::key_of(&app.pool.id, &sha256(code)),
        redirect_uri: require(parameters, "redirect_uri")?,
        code_verifier: parameters.get("code_verifier"),
    };
    // A refusal may have to be written down as well, so it is no failure of the transaction.
    let redeemed = context.write(|transaction| Ok(presented.spend(context, transaction)))?;
    let Redeemed { code, user, family } = redeemed?;
    let (number, nonce) = (Some(family.issued), code.nonce.as_deref());
    Ok(tokens::issue(context, &user, &app.client, &family, number, nonce)?.into())
}

struct Redeemed {
    code: Arc<AuthorizationCode>,
    user: Arc<User>,
    family: Arc<TokenFamily>,
}

impl Presented<'_> {
    /// Uses up the code and begins the family of its tokens, both or neither.
    ///
    /// Whoever brings a code for the second time may have stolen it, and so may whoever came first: the
    /// tokens of the first exchange end (RFC 6749 section 4.1.2).
    fn spend(
        &self,
        context: &Context<'_>,
        transaction: &mut Transaction<'_>,
    ) -> Result<Redeemed, EndpointError> {
        let code = self.code(transaction.state(), context.now())?;
        if let Some(family) = &code.redeemed {
            tokens::revoke(transaction, &TokenFamily::key_of(&code.pool_id, family));
            return Err(invalid("the code was already used"));
        }
        self.check(&code)?;
        let user = user(transaction.state(), &code)?;
        let family = tokens::begin_granted_family(
            context,
            transaction,
            (&user, &self.app.client),
            code.grant.clone(),
            GrantType::AuthorizationCode,
            code.authenticated,
        );
        transaction.put(AuthorizationCode {
            redeemed: Some(family.origin_jti.clone()),
            ..AuthorizationCode::clone(&code)
        });
        Ok(Redeemed { code, user, family })
    }

    /// The code, if it is this client's and its time is not over. To others it does not exist.
    fn code(&self, state: &State, now: UnixTime) -> Result<Arc<AuthorizationCode>, EndpointError> {
        state
            .get::<AuthorizationCode>(&self.key)
            .filter(|code| code.client_id == self.app.client.id && now < code.expires)
            .ok_or_else(|| invalid("the code is unknown, or its five minutes are over"))
    }

    /// What the code is bound to. A verifier without a challenge means that somebody has taken the
    /// challenge away (RFC 9700 section 4.8.2).
    fn check(&self, code: &AuthorizationCode) -> Result<(), EndpointError> {
        if code.redirect_uri != self.redirect_uri {
            return Err(invalid(
                "redirect_uri is not that of the authorization request",
            ));
        }
        match (&code.code_challenge, self.code_verifier) {
            (None, None) => Ok(()),
            (Some(challenge), Some(verifier))
                if is_verifier(verifier) && same(challenge, &sha256(verifier)) =>
            {
                Ok(())
            }
            (Some(_), Some(_)) => Err(invalid("code_verifier is not the code_challenge's")),
            (Some(_), None) => Err(invalid("code_verifier is missing")),
            (None, Some(_)) => Err(invalid("the authorization request had no code_challenge")),
        }
    }
}

/// The user, unless he was signed out everywhere, disabled, deleted or reset since.
fn user(state: &State, code: &AuthorizationCode) -> Result<Arc<User>, EndpointError> {
    let user = state.get::<User>(&User::key_of(&code.pool_id, &code.sub));
    user.filter(|user| {
        user.enabled && user.status.may_be_let_in() && user.sign_outs == code.sign_outs
    })
    .ok_or_else(|| invalid("the user was signed out, disabled or deleted"))
}

fn invalid(description: &str) -> EndpointError {
    EndpointError::invalid_grant(description)
}

/// RFC 7636 section 4.1.
fn is_verifier(text: &str) -> bool {
    let is_unreserved =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved)
}
