//! `poolgate users set-password`.

use std::process::ExitCode;

use serde_json::json;

use crate::administrator::{self, Administrator};
use crate::arguments::users::SetPassword;
use crate::bounded;
use crate::failure::Failure;
use crate::passwords::Source;

pub(super) fn run(arguments: &SetPassword) -> Result<ExitCode, Failure> {
    let (pool, user) = (&arguments.one.pool, &arguments.one.user);
    let administrator = Administrator::of(pool)?;
    let prompt = administrator.prompt(&format!("users set-password {user}"));
    let source = Source::from(&arguments.password);
    let password = bounded::block_on_person(source.choice(&prompt))?;
    let administration = &administrator.administration;
    if arguments.temporary {
        administrator::call(administration.set_temporary_password(user, &password))?;
    } else {
        administrator::call(administration.set_password(user, &password))?;
    }
    let document = json!({ "username": user.as_str(), "temporary": arguments.temporary });
    let text = if arguments.temporary {
        format!("✓ Set a temporary password for {user}.")
    } else {
        format!("✓ Set the password of {user}.")
    };
    administrator.say(&document, &text)
}
