//! The receiver of what a browser brings back to this machine (RFC 8252, section 7.3).

mod address;
mod connections;
mod page;
mod site;

use std::fmt;
use std::time::Duration;

use address::LoopbackAddress;
use connections::Connections;
use page::Page;
use site::{Asked, Site};
use tokio::net::TcpListener;
use zeroize::Zeroizing;

use super::{Callback, RedirectUri};
use crate::Error;

/// How long the browser has to fetch the final page, once it can be shown.
const LINGER: Duration = Duration::from_secs(2);

/// A small web server on this machine's loopback interface, which waits for the browser to come
/// back from the sign-in.
///
/// It listens from [`bind`](Self::bind) on, so that nobody else can take the port while the browser
/// is open, and until it is dropped. Whatever else arrives is answered and forgotten: other paths,
/// other methods, another window's answer, a forged error, a page that was made to believe that its
/// own name leads here. How much it serves at a time is bounded, and so is how long.
///
/// ```no_run
/// # async fn example(
/// #     pool: poolgate::UserPool,
/// #     open: impl Fn(&str),
/// # ) -> Result<poolgate::Session, poolgate::Error> {
/// use std::time::Duration;
///
/// use poolgate::oauth::LoopbackReceiver;
///
/// let registered = [
///     "http://localhost:8400/callback".parse()?,
///     "http://localhost:8401/callback".parse()?,
/// ];
/// let receiver = LoopbackReceiver::bind(&registered).await?;
/// let authorization = pool.browser_sign_in(receiver.redirect_uri().clone()).begin()?;
/// open(&authorization.url());
/// let is_ours = |callback: &_| authorization.is_answered_by(callback);
/// let (callback, browser) = receiver.wait(is_ours, Duration::from_mins(5)).await?;
/// let outcome = authorization.complete(callback).await;
/// browser.show(outcome.is_ok()).await;
/// outcome
/// # }
/// ```
pub struct LoopbackReceiver {
    redirect_uri: RedirectUri,
    connections: Connections,
    site: Site,
}

impl LoopbackReceiver {
    /// Listens where the first of these redirect URIs leads whose port is free. Redirect URIs that
    /// lead to no loopback interface are passed over.
    ///
    /// The service compares redirect URIs as texts, ports included (protocol.md 6.7), so that all
    /// of them must be registered at the app client. Where the host is `localhost`, both of its
    /// addresses are listened on, since only the browser knows which one it takes; a machine
    /// without IPv6 has one.
    pub async fn bind(redirect_uris: &[RedirectUri]) -> Result<Self, Error> {
        let mut tried = Vec::new();
        for uri in redirect_uris {
            let Some(address) = LoopbackAddress::of(uri.url()) else {
                continue;
            };
            match listen(&address).await {
                Ok(listeners) => {
                    return Ok(Self {
                        redirect_uri: uri.clone(),
                        connections: Connections::new(listeners),
                        site: Site::new(&address),
                    });
                }
                Err(error) => tried.push(format!("{}: {error}", uri.as_str())),
            }
        }
        Err(Error::NoLoopbackPort { tried })
    }

    /// Where the browser is awaited: the sign-in must name this redirect URI.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.redirect_uri
    }

    /// Waits for the answer to a sign-in: the first callback of which `is_ours` says so. All
    /// others are told that they belong to another window, and waiting goes on.
    ///
    /// The browser is sent on to a path that has no code in it, and waits there for what
    /// [`WaitingBrowser::show`] will say.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when nothing has come within the time.
    pub async fn wait(
        mut self,
        mut is_ours: impl FnMut(&Callback) -> bool,
        timeout: Duration,
    ) -> Result<(Callback, WaitingBrowser), Error> {
        let received = tokio::time::timeout(timeout, self.receive(&mut is_ours)).await;
        let (callback, query) = received.map_err(|_| Error::TimedOut {
            operation: "the sign-in in the browser",
            reason: format!("nobody has come back within {} s", timeout.as_secs()),
        })?;
        let browser = WaitingBrowser {
            connections: self.connections,
            site: self.site,
            query,
        };
        Ok((callback, browser))
    }

    async fn receive(
        &mut self,
        is_ours: &mut impl FnMut(&Callback) -> bool,
    ) -> (Callback, Zeroizing<String>) {
        loop {
            let visit = self.connections.next().await;
            let page = match self.site.asked(&visit.request) {
                Asked::Callback(query) => match Callback::parse(query) {
                    Ok(callback) if is_ours(&callback) => {
                        let query = Zeroizing::new(query.to_owned());
                        visit.answer(Page::GoOn(self.site.done()));
                        return (callback, query);
                    }
                    Ok(_) => Page::OtherWindow,
                    Err(_) => Page::NoCallback,
                },
                Asked::Done => Page::NotFound,
                Asked::Other(page) => page,
            };
            visit.answer(page);
        }
    }
}

/// The browser that has brought the answer, and waits to be told what has become of it. Dropped, it
/// is told nothing.
#[must_use = "the browser waits to be told"]
pub struct WaitingBrowser {
    connections: Connections,
    site: Site,
    /// What it has brought: a browser may ask twice.
    query: Zeroizing<String>,
}

impl WaitingBrowser {
    /// Tells the person whether they are signed in. Ends when the browser has the page, or after
    /// 2 s, and stops listening.
    pub async fn show(mut self, is_signed_in: bool) {
        // A browser that was closed, or a program in its place, fetches no page.
        let _ = tokio::time::timeout(LINGER, self.tell(is_signed_in)).await;
    }

    async fn tell(&mut self, is_signed_in: bool) {
        loop {
            let visit = self.connections.next().await;
            let page = match self.site.asked(&visit.request) {
                Asked::Done if is_signed_in => return visit.conclude(Page::SignedIn).await,
                Asked::Done => return visit.conclude(Page::Failed).await,
                Asked::Callback(query) if *query == **self.query => Page::GoOn(self.site.done()),
                Asked::Callback(_) => Page::OtherWindow,
                Asked::Other(page) => page,
            };
            visit.answer(page);
        }
    }
}

/// Listens on all addresses that a host has, or on none: another program on one of `localhost`'s
/// addresses would get half of the browsers.
async fn listen(address: &LoopbackAddress) -> std::io::Result<Vec<TcpListener>> {
    let mut listeners = Vec::new();
    for ip in &address.ips {
        match TcpListener::bind((*ip, address.port)).await {
            Ok(listener) => listeners.push(listener),
            // This machine has no IPv6.
            Err(error) if !listeners.is_empty() && is_absent(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(listeners)
}

fn is_absent(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;

    // EAFNOSUPPORT, which std has no word for.
    let is_unsupported = cfg!(target_os = "linux") && error.raw_os_error() == Some(97);
    is_unsupported
        || matches!(
            error.kind(),
            ErrorKind::AddrNotAvailable | ErrorKind::Unsupported
        )
}

impl fmt::Debug for LoopbackReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoopbackReceiver")
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for WaitingBrowser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitingBrowser").finish_non_exhaustive()
    }
}
