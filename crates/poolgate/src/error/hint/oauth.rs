use crate::oauth::Refusal;

/// What to look at first, by the `error` of an OAuth endpoint (protocol.md 6.1 and 6.2).
pub(super) fn hint(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal.error.as_str() {
        "access_denied" => "Somebody cancelled in the browser, or the provider refused",
        "invalid_client" => {
            "Is it the right app client, with the right secret, of this domain's pool?"
        }
        "invalid_grant" => {
            "Sign in again: the code was used before, is older than 5 minutes or of another \
             sign-in, or a scope needs an attribute that the app client may not read"
        }
        "invalid_scope" => "Ask only for scopes that the app client has",
        "insufficient_scope" => "Sign in again with the scope that this needs, such as `openid`",
        "invalid_token" => "The access token is over or was revoked: refresh, or sign in again",
        "login_required" => {
            "Nobody is signed in in the browser, and the prompt `none` lets it ask nobody: ask \
             without that prompt"
        }
        "unauthorized_client" => {
            "Enable this OAuth grant, and the identity provider, for the app client"
        }
        "unsupported_grant_type" => "Enable this OAuth grant for the app client",
        "unsupported_token_type" => "Only refresh tokens can be revoked",
        _ => return None,
    })
}
