// amazon-cognito-identity-js's own client mathematics, one handshake a line: takes
// {poolName, userId, password, salt, B, secretBlock, timestamp, a} and answers {A, signature}.
// It stands in for authenticateUser, which cannot be given a private value.

'use strict';

const { createHmac } = require('node:crypto');
const readline = require('node:readline');

const AuthenticationHelper = require('amazon-cognito-identity-js/lib/AuthenticationHelper').default;
const BigInteger = require('amazon-cognito-identity-js/lib/BigInteger').default;

const hex = (text) => new BigInteger(text, 16);

function handshake(request) {
  const { poolName, userId, password, salt, B, secretBlock, timestamp, a } = request;
  const helper = new AuthenticationHelper(poolName);
  helper.smallAValue = hex(a);
  helper.calculateA(helper.smallAValue, (error, value) => {
    if (error) throw error;
    helper.largeAValue = value;
  });
  let key;
  helper.getPasswordAuthenticationKey(userId, password, hex(B), hex(salt), (error, value) => {
    if (error) throw error;
    key = value;
  });
  const signature = createHmac('sha256', key)
    .update(poolName, 'utf8')
    .update(userId, 'utf8')
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp, 'utf8')
    .digest('base64');
  return { A: helper.largeAValue.toString(16), signature };
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(handshake(JSON.parse(line)))}\n`);
});
