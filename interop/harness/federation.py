"""A pool that has another pool of the same server sign people in for it."""

from harness.oauth import OAuthApp, new_app
from harness.pool import Pool

PROVIDER = "Elsewhere"


def signing_in_elsewhere(server: str, pool: Pool, redirect_uri: str) -> OAuthApp:
    """An app of the pool, whose users may be ann of another pool."""
    theirs = Pool.create(pool.cognito)
    theirs.user(email="ann@example.com", email_verified="true", name="Ann Elsewhere")
    # The domain is needed before the provider, and the provider before the app.
    callback = new_app(server, pool, redirect_uri).endpoint("/oauth2/idpresponse")
    relying = new_app(server, theirs, callback, GenerateSecret=True)
    pool.cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName=PROVIDER,
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": relying.client.id,
            "client_secret": relying.client.secret,
            "attributes_request_method": "GET",
            "oidc_issuer": relying.issuer,
            "authorize_scopes": "openid email profile",
        },
        AttributeMapping={"email": "email", "name": "name", "username": "sub"},
    )
    providers = ["COGNITO", PROVIDER]
    return new_app(server, pool, redirect_uri, SupportedIdentityProviders=providers)
