//! Many processes, one data directory: one serves it, the others use its server.

mod address_file;
mod attachment_error;
mod health;
mod host;
mod succession;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::caller::AccessKey;
use crate::core::IssuerForm;
use crate::data_directory::DataDirectory;
use crate::functions::Functions;
use crate::seed::Seed;
use crate::trust::Trust;

pub use attachment_error::AttachmentError;
use host::Plan;
use succession::Succession;

/// The embedded Cognito of a data directory, in this process or in another.
///
/// Whoever comes first serves the directory and is its owner; the others are guests. When the owner
/// goes away, by closing or by dying, one of the guests serves on at the same address. The requests
/// in between find nobody and are to be repeated, as AWS's SDKs do by themselves.
///
/// Everything here blocks for a few milliseconds and works without a runtime.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// use poolgate_local::Attachment;
///
/// let attachment = Attachment::open(directory.path())?;
/// println!("{} signs in at {}", attachment.seed().username, attachment.url());
/// attachment.close();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "dropping the attachment closes it"]
pub struct Attachment {
    succession: Arc<Succession>,
    seed: Seed,
}

impl Attachment {
    /// Attaches to the server of a data directory, or becomes it, on the port that it had before.
    pub fn open(directory: &Path) -> Result<Self, AttachmentError> {
        Self::builder(directory).open()
    }

    /// The same with choices of how to serve, if it comes to that.
    pub fn builder(directory: &Path) -> AttachmentBuilder {
        AttachmentBuilder {
            directory: directory.to_owned(),
            plan: Plan::default(),
        }
    }

    /// The URL of the server, the endpoint of all its services.
    #[must_use]
    pub fn url(&self) -> String {
        self.succession.url()
    }

    /// The first contents of the directory.
    #[must_use]
    pub fn seed(&self) -> &Seed {
        &self.seed
    }

    /// Whether the server runs in this process.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.succession.is_owner()
    }

    /// Leaves. An owner finishes the requests in flight (for 10 s at most) and closes the store; a
    /// guest, if there is one, takes over.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        self.succession.close();
    }
}

/// How to attach.
#[derive(Clone, Debug)]
#[must_use = "nothing is attached before `open`"]
pub struct AttachmentBuilder {
    directory: PathBuf,
    plan: Plan,
}

impl AttachmentBuilder {
    /// Serve there and nowhere else: an error if another process serves the directory already. By
    /// default on the loopback port that the directory had before, or another if that is taken.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.plan.address = Some(address);
        self
    }

    /// Whom the tokens name as their issuer. By default as before; at first, the server's own URL.
    pub fn issuer(mut self, issuer: IssuerForm) -> Self {
        self.plan.issuer = Some(issuer);
        self
    }

    /// Verifies the signature of each signed call, against these access keys and those that the
    /// server has issued itself. By default any key is accepted that it did not issue.
    pub fn access_keys(mut self, keys: Vec<AccessKey>) -> Self {
        self.plan.access_keys = Some(keys);
        self
    }

    /// Whom the server believes beside itself: IAM roles, issuers of tokens. By default nobody.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.plan.trust = trust;
        self
    }

    /// Where the functions are that user pools name as triggers. By default nowhere.
    pub fn functions(mut self, functions: Functions) -> Self {
        self.plan.functions = functions;
        self
    }

    /// Attaches.
    pub fn open(self) -> Result<Attachment, AttachmentError> {
        let Self { directory, plan } = self;
        let succession = Arc::new(Succession::new(DataDirectory::create(&directory)?, plan));
        match join(&succession, directory) {
            Ok(seed) => Ok(Attachment { succession, seed }),
            Err(error) => {
                succession.close();
                Err(error)
            }
        }
    }
}

fn join(succession: &Arc<Succession>, directory: PathBuf) -> Result<Seed, AttachmentError> {
    succession.join()?;
    Seed::read(&directory)?.ok_or(AttachmentError::NoSeed { directory })
}
