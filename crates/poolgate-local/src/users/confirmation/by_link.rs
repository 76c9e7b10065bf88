//! Links that carry the code of a sign-up in an e-mail (protocol.md 6.5).

use form_urlencoded::Serializer;
use poolgate_flow::ServiceError;

use super::confirm_by_code;
use crate::app_clients::{AppClient, app_client};
use crate::core::Context;
use crate::model::{CodePurpose, EmailOption, UserPool};
use crate::users::{codes, directory};

/// The path at which a link confirms a sign-up.
pub(crate) const LINK_PATH: &str = "/confirmUser";

/// Whether the code for this attribute travels in a link in this pool: only e-mails have links.
pub(super) fn carries(pool: &UserPool, attribute: &str) -> bool {
    let template = &pool.settings.verification_message_template;
    template.default_email_option == EmailOption::ConfirmWithLink && attribute == "email"
}

/// What somebody opens to confirm a sign-up.
pub(super) fn url(context: &Context<'_>, client_id: &str, username: &str, code: &str) -> String {
    let query = Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("user_name", username)
        .append_pair("confirmation_code", code)
        .finish();
    format!("{}{LINK_PATH}?{query}", context.settings().url)
}

/// Confirms whoever opens a link: its code is all that the person has, so no secret is asked for. A
/// code that was sent by itself is for the client, which may have a secret to prove.
pub(crate) fn confirm_by_link(
    context: &Context<'_>,
    client_id: &str,
    username: &str,
    code: &str,
) -> Result<(), ServiceError> {
    let app = app_client(context, client_id)?;
    if !carries(&app.pool, "email") || sent_by_itself(context, &app, username) {
        return Err(codes::code_mismatch());
    }
    confirm_by_code(context, &app, username, code, false).map(drop)
}

/// Whether the code of this user's sign-up went to a phone.
fn sent_by_itself(context: &Context<'_>, app: &AppClient, username: &str) -> bool {
    let now = context.now();
    context.read(|state| {
        let user = directory::find(state, &app.pool, username)?;
        let sent = codes::outstanding_attribute(state, &user, CodePurpose::SignUp, now)?;
        Some(!carries(&app.pool, &sent))
    }) == Some(true)
}
