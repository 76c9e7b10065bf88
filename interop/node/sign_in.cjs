// Signs in with amazon-cognito-identity-js at the endpoint given on standard input, and answers with
// what came of it: {tokens, refreshed, attributes} or {error: {code, message}}.

'use strict';

const {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
} = require('amazon-cognito-identity-js');

class MemoryStorage {
  #items = new Map();

  setItem(key, value) {
    this.#items.set(key, value);
  }

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  removeItem(key) {
    this.#items.delete(key);
  }

  clear() {
    this.#items.clear();
  }
}

function userOf({ endpoint, poolId, clientId, username }) {
  const Storage = new MemoryStorage();
  const Pool = new CognitoUserPool({
    UserPoolId: poolId,
    ClientId: clientId,
    endpoint,
    Storage,
  });
  return new CognitoUser({ Username: username, Pool, Storage });
}

function tokensOf(session) {
  return {
    id: session.getIdToken().getJwtToken(),
    access: session.getAccessToken().getJwtToken(),
    refresh: session.getRefreshToken().getToken(),
    valid: session.isValid(),
  };
}

function signIn(user, { username, password, newPassword, flow }) {
  user.setAuthenticationFlowType(flow);
  const details = new AuthenticationDetails({ Username: username, Password: password });
  return new Promise((onSuccess, onFailure) => {
    const callbacks = { onSuccess, onFailure };
    user.authenticateUser(details, {
      ...callbacks,
      newPasswordRequired: () => user.completeNewPasswordChallenge(newPassword, {}, callbacks),
    });
  });
}

const promised = (call) =>
  new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)));
  });

async function answer(request) {
  const user = userOf(request);
  try {
    const session = await signIn(user, request);
    const refreshed = await promised((done) =>
      user.refreshSession(session.getRefreshToken(), done),
    );
    const attributes = await promised((done) => user.getUserAttributes(done));
    return {
      tokens: tokensOf(session),
      refreshed: tokensOf(refreshed),
      attributes: Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value])),
    };
  } catch ({ code, message }) {
    return { error: { code, message } };
  }
}

let input = '';
process.stdin.on('data', (chunk) => {
  input += chunk;
});
process.stdin.on('end', async () => {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(input))));
});
