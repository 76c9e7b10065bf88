//! A profile whose services answer: at AWS, or the embedded Cognito, in this process or found in
//! another.

use poolgate::oauth::Domain;
use poolgate_local::{Attachment, Seed};

use crate::arguments::Connection;
use crate::diagnostics;
use crate::failure::Failure;
use crate::paths;
use crate::profile::{Endpoints, Profile, Resolved};

/// The services of the profile answer for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Reachable {
    pub(crate) profile: Profile,
    /// Present for the profile `local`.
    attachment: Option<Attachment>,
}

impl Reachable {
    /// Resolves the profile and, for `local`, starts the embedded Cognito or finds it running.
    pub(crate) fn from_arguments(arguments: &Connection) -> Result<Self, Failure> {
        match Resolved::from_arguments(arguments)? {
            Resolved::Profile(profile) => Self::from_profile(*profile),
            Resolved::UnseededLocal => {
                let attachment = attach()?;
                let profile = Profile::local(arguments, attachment.seed())?;
                Ok(Self {
                    profile,
                    attachment: Some(attachment),
                })
            }
        }
    }

    /// Makes the services of a profile reachable.
    pub(crate) fn from_profile(profile: Profile) -> Result<Self, Failure> {
        let attachment = match profile.endpoints {
            Endpoints::Local => Some(attach()?),
            Endpoints::Named { .. } => None,
        };
        Ok(Self {
            profile,
            attachment,
        })
    }

    /// The URL of the embedded Cognito, if that is where the services answer.
    pub(crate) fn local_url(&self) -> Option<String> {
        self.attachment.as_ref().map(Attachment::url)
    }

    /// Whether the services end with this process.
    pub(crate) fn serves_itself(&self) -> bool {
        self.attachment.as_ref().is_some_and(Attachment::is_owner)
    }

    /// What the embedded Cognito was seeded with, if that is where the services answer.
    pub(crate) fn seed(&self) -> Option<&Seed> {
        self.attachment.as_ref().map(Attachment::seed)
    }

    /// Where the user pool answers, if not at AWS.
    pub(crate) fn user_pool_url(&self) -> Option<String> {
        match &self.profile.endpoints {
            Endpoints::Local => self.local_url(),
            Endpoints::Named { user_pool, .. } => user_pool.clone(),
        }
    }

    /// Where the login pages are, if that is known without asking: the embedded Cognito has them
    /// below the pool's issuer.
    pub(crate) fn domain(&self) -> Result<Option<Domain>, Failure> {
        match self.local_url() {
            Some(url) => Ok(Some(format!("{url}/{}", self.profile.pool_id).parse()?)),
            None => Ok(self.profile.domain.clone()),
        }
    }

    /// Where the identity pool answers, if not at AWS.
    pub(crate) fn identity_pool_url(&self) -> Option<String> {
        match &self.profile.endpoints {
            Endpoints::Local => self.local_url(),
            Endpoints::Named { identity_pool, .. } => identity_pool.clone(),
        }
    }

    /// Where STS answers, if not at AWS.
    pub(crate) fn sts_url(&self) -> Option<String> {
        match &self.profile.endpoints {
            Endpoints::Local => self.local_url(),
            Endpoints::Named { sts, .. } => sts.clone(),
        }
    }
}

/// Attaches to the data of the profile `local`.
pub(crate) fn attach() -> Result<Attachment, Failure> {
    diagnostics::show();
    Ok(Attachment::open(&paths::local_data_directory()?)?)
}
