//! `poolgate profile list`.

use std::path::Path;
use std::process::ExitCode;

use poolgate::profiles::Profile;
use serde_json::{Value, json};

use crate::arguments::profile::List;
use crate::failure::Failure;
use crate::output;
use crate::profile::{LOCAL, sources};
use crate::table::Table;

/// A profile, and where it is from.
struct Row {
    name: String,
    profile: Profile,
    source: String,
    is_default: bool,
}

pub(super) fn run(arguments: &List) -> Result<ExitCode, Failure> {
    let rows = rows()?;
    if arguments.format.json {
        let rows: Value = rows.iter().map(as_json).collect();
        return output::line(&rows.to_string());
    }
    let mut table = Table::new(["NAME", "USER POOL", "APP CLIENT", "FROM"]);
    for row in rows {
        let mark = if row.is_default { " (default)" } else { "" };
        let shown = |key: Option<String>| key.unwrap_or_else(|| "-".to_owned());
        table.row([
            format!("{}{mark}", row.name),
            shown(row.profile.pool_id),
            shown(row.profile.client_id),
            row.source,
        ]);
    }
    table.print("No profile is configured.")
}

fn rows() -> Result<Vec<Row>, Failure> {
    let sources = sources()?;
    let file = sources.profile_file()?;
    let credentials = sources.cognito_credentials()?;
    let row = |name: &str, profile: Profile, source: String| Row {
        name: name.to_owned(),
        profile,
        source,
        is_default: file.default_profile() == Some(name),
    };
    let mut rows = Vec::new();
    // Nobody finds a profile of a name that is built in.
    for name in file.names().filter(|name| *name != LOCAL) {
        rows.push(row(name, file.profile(name)?, shown(file.path())));
    }
    let hidden = |name: &str| file.has(name) || name == LOCAL;
    for name in credentials.names().filter(|name| !hidden(name)) {
        let profile = credentials.profile(name)?.unwrap_or_default();
        rows.push(row(name, profile, shown(credentials.path())));
    }
    rows.push(row(LOCAL, Profile::default(), "built in".to_owned()));
    Ok(rows)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn as_json(row: &Row) -> Value {
    json!({
        "name": row.name,
        "pool_id": row.profile.pool_id,
        "client_id": row.profile.client_id,
        "from": row.source,
        "default": row.is_default,
    })
}
