//! A user who need not be signed in, and the pool that knows of them.

use poolgate::{UserPool, Username};

use crate::arguments::Connection;
use crate::arguments::sign_up::Functions;
use crate::failure::{Failure, Kind};
use crate::profile::Profile;
use crate::prompt::Prompt;
use crate::reachable::Reachable;
use crate::session;

/// A user by name, whatever the pool knows of them.
#[derive(Debug)]
pub(crate) struct Someone {
    pub(crate) username: Username,
    pub(crate) prompt: Prompt,
    reachable: Reachable,
}

impl Someone {
    /// The user that the arguments name, or whose name is typed now. `command` is what to run
    /// where somebody can be asked.
    pub(crate) fn named(connection: &Connection, command: &str) -> Result<Self, Failure> {
        let reachable = Reachable::from_arguments(connection)?;
        let flags = reachable.profile.flags();
        let prompt = Prompt::new(false, format!("poolgate {command} {flags}"));
        let name = match &reachable.profile.username {
            Some(name) => name.clone(),
            None => prompt.text("Username", "--username")?,
        };
        let username = Username::new(&name).map_err(|error| Failure::new(Kind::SignIn, error))?;
        Ok(Self {
            username,
            prompt,
            reachable,
        })
    }

    pub(crate) fn name(&self) -> &str {
        self.username.as_str()
    }

    pub(crate) fn profile(&self) -> &Profile {
        &self.reachable.profile
    }

    pub(crate) fn pool(&self) -> Result<UserPool, Failure> {
        session::user_pool(&self.reachable)
    }

    /// The flags that name this user again, for the commands in hints.
    pub(crate) fn flags(&self) -> String {
        format!("{} --username {}", self.profile().flags(), self.username)
    }

    /// Where to find the code that was sent, if nobody but this machine has it.
    pub(crate) fn inbox(&self) -> Option<String> {
        let is_local = self.reachable.local_url().is_some();
        is_local.then(|| format!("poolgate local inbox --username {}", self.username))
    }
}

/// What goes to the pool's functions, as the library takes it.
pub(crate) fn metadata(functions: &Functions) -> poolgate::ClientMetadata {
    functions.client_metadata.iter().cloned().collect()
}
