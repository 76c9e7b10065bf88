//! Who signed in last at an app client, so that other commands need not be told.
//!
//! Sessions are kept by the name that was typed. This small file, which holds no secret, says
//! which name a command means that names nobody.

use std::fs::{self, DirBuilder};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use poolgate::{ClientId, PoolId};

use crate::failure::{Failure, Kind};
use crate::paths;
use crate::profile::Profile;

/// The name that the profile's session is kept under: of the user it names, else of who signed in
/// last.
pub(crate) fn name(profile: &Profile) -> Result<String, Failure> {
    if let Some(name) = &profile.username {
        return Ok(name.clone());
    }
    recall(&profile.pool_id, &profile.client_id)?
        .ok_or_else(|| profile.sign_in_needed("nobody is signed in"))
}

/// Notes who has just signed in.
pub(crate) fn remember(profile: &Profile, name: &str) -> Result<(), Failure> {
    let path = file(&profile.pool_id, &profile.client_id)?;
    let written = || -> std::io::Result<()> {
        let directory = path.parent().unwrap_or(&path);
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(directory)?;
        let mut temporary = tempfile::NamedTempFile::new_in(directory)?;
        temporary.write_all(name.as_bytes())?;
        temporary.as_file().sync_all()?;
        temporary.persist(&path)?;
        Ok(())
    };
    written().map_err(|error| {
        Failure::new(
            Kind::Configuration,
            format_args!("cannot write {}: {error}", path.display()),
        )
    })
}

/// Forgets who signed in last, if it was this user.
pub(crate) fn forget(profile: &Profile, name: &str) -> Result<(), Failure> {
    if recall(&profile.pool_id, &profile.client_id)?.as_deref() != Some(name) {
        return Ok(());
    }
    let path = file(&profile.pool_id, &profile.client_id)?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::new(
            Kind::Configuration,
            format_args!("cannot remove {}: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}

fn recall(pool_id: &PoolId, client_id: &ClientId) -> Result<Option<String>, Failure> {
    let path = file(pool_id, client_id)?;
    match fs::read_to_string(&path) {
        Ok(name) => Ok(Some(name).filter(|name| !name.is_empty())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(
            Kind::Configuration,
            format_args!("cannot read {}: {error}", path.display()),
        )),
    }
}

/// Both ids are made of characters that any file system takes.
fn file(pool_id: &PoolId, client_id: &ClientId) -> Result<PathBuf, Failure> {
    Ok(paths::state_directory()?
        .join("current")
        .join(format!("{pool_id}-{client_id}")))
}
