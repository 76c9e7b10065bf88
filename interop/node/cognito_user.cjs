// One user of amazon-cognito-identity-js, driven by lines: {"call": …, arguments by name} in, and the
// first callback that the library makes out, as {"event": its name, "values": its arguments}.
// Its storage lives as long as the process, so that {"call": "user"} is a later visit with the same
// browser.

'use strict';

const readline = require('node:readline');

const {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  CognitoUserSession,
} = require('amazon-cognito-identity-js');

// What each of its methods is given besides callbacks, and of which kind those are.
const CALLS = {
  authenticateUser: (user, request, events) => user.authenticateUser(details(request), events),
  initiateAuth: (user, request, events) => user.initiateAuth(details(request), events),
  completeNewPasswordChallenge: (user, { newPassword, attributes = {} }, events) =>
    user.completeNewPasswordChallenge(newPassword, attributes, events),
  sendCustomChallengeAnswer: (user, { answer, metadata }, events) =>
    user.sendCustomChallengeAnswer(answer, events, metadata),
  sendMFACode: (user, { code, type }, events) => user.sendMFACode(code, events, type),
  sendMFASelectionAnswer: (user, { answer }, events) =>
    user.sendMFASelectionAnswer(answer, events),
  associateSoftwareToken: (user, _, events) => user.associateSoftwareToken(events),
  verifySoftwareToken: (user, { code, name }, events) =>
    user.verifySoftwareToken(code, name, events),
  setDeviceStatusRemembered: (user, _, events) => user.setDeviceStatusRemembered(events),
  getDevice: (user, _, events) => user.getDevice(events),
  forgetDevice: (user, _, events) => user.forgetDevice(events),
  globalSignOut: (user, _, events) => user.globalSignOut(events),
  setUserMfaPreference: (user, { sms, app }, events) =>
    user.setUserMfaPreference(sms, app, either(events)),
  getUserAttributes: (user, _, events) => user.getUserAttributes(either(events)),
  refreshSession: (user, _, events) =>
    user.refreshSession(user.getSignInUserSession().getRefreshToken(), either(events)),
};

const EVENTS = [
  'associateSecretCode',
  'customChallenge',
  'mfaRequired',
  'mfaSetup',
  'newPasswordRequired',
  'onFailure',
  'onSuccess',
  'selectMFAType',
  'totpRequired',
];

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

const Storage = new MemoryStorage();
let user;

function newUser({ endpoint, poolId, clientId, username, flow }) {
  const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint, Storage });
  user = new CognitoUser({ Username: username, Pool, Storage });
  user.setAuthenticationFlowType(flow);
}

const details = ({ username, password }) =>
  new AuthenticationDetails({ Username: username, Password: password });

// A callback with an error first, as the one of these two events.
const either = ({ onSuccess, onFailure }) => (error, value) =>
  error ? onFailure(error) : onSuccess(value);

function plain(value) {
  if (value instanceof CognitoUserSession) {
    return {
      id: value.getIdToken().getJwtToken(),
      access: value.getAccessToken().getJwtToken(),
      refresh: value.getRefreshToken().getToken(),
      valid: value.isValid(),
    };
  }
  return value instanceof Error ? { code: value.code, message: value.message } : value;
}

function answer(request) {
  if (request.call === 'user') {
    newUser(request);
    return Promise.resolve({ event: 'ready', values: [] });
  }
  return new Promise((resolve) => {
    const report = (event) => [
      event,
      (...values) => resolve({ event, values: values.map(plain) }),
    ];
    CALLS[request.call](user, request, Object.fromEntries(EVENTS.map(report)));
  });
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
});
