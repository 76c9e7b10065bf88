// One relying party built on openid-client, driven by lines: {"call": …, "input": …} in, {"value": …}
// or {"error": …} out.

'use strict';

const readline = require('node:readline');
const { pathToFileURL } = require('node:url');

// A module of the newer kind, which NODE_PATH alone does not lead to.
const library = import(pathToFileURL(require.resolve('openid-client')));

class RelyingParty {
  async configure({ issuer, clientId, clientSecret }) {
    this.client = await library;
    const { ClientSecretBasic, None, allowInsecureRequests, discovery } = this.client;
    const authentication = clientSecret ? ClientSecretBasic(clientSecret) : None();
    // Plain HTTP, since the server is on this machine.
    const options = { execute: [allowInsecureRequests, this.client.enableNonRepudiationChecks] };
    this.config = await discovery(new URL(issuer), clientId, {}, authentication, options);
  }

  async begin({ redirectUri, scope }) {
    const pkceCodeVerifier = this.client.randomPKCECodeVerifier();
    const expectedNonce = this.client.randomNonce();
    const expectedState = this.client.randomState();
    this.checks = { pkceCodeVerifier, expectedNonce, expectedState, idTokenExpected: true };
    const parameters = {
      redirect_uri: redirectUri,
      scope,
      code_challenge: await this.client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      nonce: expectedNonce,
      state: expectedState,
    };
    return this.client.buildAuthorizationUrl(this.config, parameters).href;
  }

  async complete({ url }) {
    const { authorizationCodeGrant } = this.client;
    this.tokens = await authorizationCodeGrant(this.config, new URL(url), this.checks);
    return { ...this.tokens, claims: this.tokens.claims() };
  }

  refresh() {
    return this.client.refreshTokenGrant(this.config, this.tokens.refresh_token);
  }

  userInfo() {
    const { sub } = this.tokens.claims();
    return this.client.fetchUserInfo(this.config, this.tokens.access_token, sub);
  }

  revoke() {
    return this.client.tokenRevocation(this.config, this.tokens.refresh_token);
  }

  logoutUrl(parameters) {
    return this.client.buildEndSessionUrl(this.config, parameters).href;
  }
}

const party = new RelyingParty();

async function answer({ call, input }) {
  try {
    return { value: await party[call](input) };
  } catch ({ name, code, error, message, cause }) {
    return { error: { name, code, error, message: cause?.message ?? message } };
  }
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
});
