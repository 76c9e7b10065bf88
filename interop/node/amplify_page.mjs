// An app in a browser, built on AWS Amplify; the page gives `config` and calls `app`.

import { Amplify } from 'aws-amplify';
import {
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  signInWithRedirect,
  signOut,
} from 'aws-amplify/auth';
import { Hub } from 'aws-amplify/utils';

const events = [];
Hub.listen('auth', ({ payload }) => events.push(payload.event));
Amplify.configure({ Auth: { Cognito: window.config } });

async function session(options) {
  const { tokens } = await fetchAuthSession(options);
  return tokens && { access: `${tokens.accessToken}`, id: `${tokens.idToken}` };
}

window.app = { events, fetchUserAttributes, getCurrentUser, session, signInWithRedirect, signOut };
