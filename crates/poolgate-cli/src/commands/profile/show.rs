//! `poolgate profile show`.

use std::process::ExitCode;

use poolgate::profiles::{Found, Source};
use serde_json::json;

use crate::arguments::profile::Show;
use crate::failure::Failure;
use crate::output;
use crate::plain_text::plain;
use crate::profile::sources;

pub(super) fn run(arguments: &Show) -> Result<ExitCode, Failure> {
    let found = sources()?.find(arguments.name.as_deref())?;
    let found = found.ok_or_else(|| {
        Failure::configuration("no profile counts where none is named")
            .hint("Name one; poolgate profile list shows them")
    })?;
    if arguments.format.json {
        let json = json!({
            "name": found.name,
            "from": source(&found.source),
            "profile": found.profile,
            "has_password": found.profile.password.is_some(),
        });
        return output::line(&json.to_string());
    }
    output::line(&for_people(&found))
}

fn for_people(found: &Found) -> String {
    let name = found.name.as_deref().unwrap_or("the environment's user");
    let mut lines = vec![format!("# {name}, from {}", source(&found.source))];
    let text = found.profile.to_toml();
    lines.extend(text.lines().map(plain));
    if found.profile.password.is_some() {
        lines.push("# and a password, which is not shown".to_owned());
    }
    lines.join("\n")
}

fn source(source: &Source) -> String {
    match source {
        Source::BuiltIn => "poolgate itself".to_owned(),
        Source::File(path) => path.display().to_string(),
        _ => "the environment".to_owned(),
    }
}
