use std::sync::Arc;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_types::region::Region;
use tokio::sync::OnceCell;

use crate::http::{HttpSettings, LazyHttpClient};

/// The chain of the AWS tools, made when credentials are first asked for: making it reads files.
#[derive(Debug)]
pub(crate) struct DefaultChain {
    region: Option<Region>,
    http: Arc<HttpSettings>,
    chain: OnceCell<DefaultCredentialsChain>,
}

impl DefaultChain {
    pub(crate) fn new(region: Option<Region>, http: Arc<HttpSettings>) -> Self {
        Self {
            region,
            http,
            chain: OnceCell::new(),
        }
    }

    async fn make(&self) -> DefaultCredentialsChain {
        let config = ProviderConfig::empty()
            .with_region(self.region.clone())
            .with_http_client(LazyHttpClient::new(Arc::clone(&self.http)));
        DefaultCredentialsChain::builder()
            .configure(config)
            .build()
            .await
    }
}

impl ProvideCredentials for DefaultChain {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async {
            let chain = self.chain.get_or_init(|| self.make()).await;
            chain.provide_credentials().await
        })
    }
}
