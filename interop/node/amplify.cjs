// One app built on AWS Amplify, driven by lines: {"call": a function of aws-amplify/auth, "input": …}
// in, {"value": …} or {"error": …} out. There is no browser, so that its storage is in memory.

'use strict';

const readline = require('node:readline');

// A browser has one, and so has Node from 21 on: Amplify names its device by it.
globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };

const { Amplify } = require('aws-amplify');
const auth = require('aws-amplify/auth');

function configure({ endpoint, poolId, clientId }) {
  const Cognito = {
    userPoolId: poolId,
    userPoolClientId: clientId,
    userPoolEndpoint: endpoint,
  };
  Amplify.configure({ Auth: { Cognito } });
}

async function tokens(options) {
  const { tokens } = await auth.fetchAuthSession(options);
  return tokens && { access: `${tokens.accessToken}`, id: `${tokens.idToken}` };
}

const own = { configure, fetchAuthSession: tokens };

async function answer({ call, input }) {
  try {
    // Amplify replaces some of its functions (autoSignIn) while it runs.
    return { value: await (own[call] ?? auth[call])(input) };
  } catch ({ name, message }) {
    return { error: { name, message } };
  }
}

const lines = readline.createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
});
// Amplify's timers would keep the process for minutes.
lines.on('close', () => process.exit());
