//! `poolgate account verify`.

use std::process::ExitCode;

use poolgate::{CodeDelivery, Session};
use serde_json::json;

use crate::arguments::account::Verify;
use crate::bounded;
use crate::codes::Codes;
use crate::delivery;
use crate::failure::Failure;
use crate::output;
use crate::prompt::Prompt;
use crate::someone;
use crate::user::User;

pub(super) fn run(arguments: &Verify) -> Result<ExitCode, Failure> {
    let user = User::signed_in(&arguments.connection)?;
    if arguments.resend {
        let sent = bounded::block_on(resend(arguments, &user))?;
        return output::line(&told_of(sent.as_ref(), arguments, &user));
    }
    bounded::block_on_person(async {
        let session = user.session().await?;
        verify(arguments, &user, &session).await
    })?;
    let (attribute, name) = (&arguments.attribute, &user.name);
    output::line(&if arguments.format.json {
        json!({ "username": name, "verified": attribute }).to_string()
    } else {
        format!("✓ Verified {attribute} of {name}.")
    })
}

async fn resend(arguments: &Verify, user: &User) -> Result<Option<CodeDelivery>, Failure> {
    let session = user.session().await?;
    let metadata = someone::metadata(&arguments.functions);
    let sent = session.attribute_verification_code(&arguments.attribute, metadata);
    user.told(sent.await)
}

async fn verify(arguments: &Verify, user: &User, session: &Session) -> Result<(), Failure> {
    let (flags, attribute) = (user.profile().flags(), &arguments.attribute);
    let prompt = Prompt::new(
        false,
        format!("poolgate account verify {flags} {attribute}"),
    );
    let show = async |code: &str| session.verify_attribute(attribute, code).await;
    Codes::from_source(&prompt, &arguments.code)
        .until_accepted(&user.name, show)
        .await
}

fn told_of(sent: Option<&CodeDelivery>, arguments: &Verify, user: &User) -> String {
    if arguments.format.json {
        let sent = sent.map(delivery::as_json);
        return json!({ "username": user.name, "code_sent": sent }).to_string();
    }
    format!(
        "{}\nNext: poolgate account verify {} {}",
        sent.map_or_else(|| "No code was sent.".to_owned(), delivery::sentence),
        user.profile().flags(),
        arguments.attribute
    )
}
