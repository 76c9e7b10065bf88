use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Knows the names below `localhost`, which lead to this machine and are asked of no DNS server
/// (RFC 6761 6.3). Not every system's resolver does: glibc's and musl's alone do not. All other
/// names are another resolver's.
#[derive(Debug)]
pub(crate) struct Resolver<R = System> {
    others: R,
}

/// The system's resolver.
#[derive(Debug)]
pub(crate) struct System;

impl Resolver {
    pub(crate) fn new() -> Self {
        Self { others: System }
    }
}

impl<R: Resolve> Resolve for Resolver<R> {
    fn resolve(&self, name: Name) -> Resolving {
        if !name.as_str().ends_with(".localhost") {
            return self.others.resolve(name);
        }
        // The client puts the URL's port in the place of 0, and tries one address after the other.
        let addresses = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses: Vec<_> = found.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::http::trust;

    /// Knows no name at all.
    struct Refusing;

    impl Resolve for Refusing {
        fn resolve(&self, name: Name) -> Resolving {
            Box::pin(async move { Err(format!("who is {}?", name.as_str()).into()) })
        }
    }

    /// What the server behind a URL says, by a client whose other resolver knows no name.
    async fn fetched(url: &str) -> Result<String, reqwest::Error> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(trust::no_trust().unwrap())
            .dns_resolver(Resolver { others: Refusing })
            .no_proxy()
            .build()
            .unwrap();
        client.get(url).send().await?.text().await
    }

    /// Says to one visitor which host was asked for; and the port it listens on.
    async fn server(address: impl tokio::net::ToSocketAddrs) -> u16 {
        let listener = TcpListener::bind(address).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 1024];
            let length = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..length]).to_lowercase();
            let host = request.lines().find_map(|line| line.strip_prefix("host: "));
            let host = host.unwrap();
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{host}",
                host.len()
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        });
        port
    }

    #[tokio::test]
    async fn names_below_localhost_lead_to_this_machine_whatever_the_system_knows() {
        let port = server((Ipv4Addr::LOCALHOST, 0)).await;
        let authority = format!("app.auth.localhost:{port}");
        let answer = fetched(&format!("http://{authority}/")).await;
        assert_eq!(answer.unwrap(), authority);
    }

    #[tokio::test]
    async fn every_other_name_is_the_other_resolvers() {
        for host in ["localhost", "notlocalhost", "localhost.example.com"] {
            let error = fetched(&format!("http://{host}:1/")).await.unwrap_err();
            let told = crate::error::with_sources(&error);
            assert!(told.contains(&format!("who is {host}?")), "{told}");
        }
    }

    #[tokio::test]
    async fn the_system_knows_localhost() {
        let addresses = System.resolve("localhost".parse().unwrap()).await;
        let mut addresses = addresses.map_err(|error| error.to_string()).unwrap();
        assert!(addresses.all(|address| address.ip().is_loopback()));
    }
}
