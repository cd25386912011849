// Checkpoint and inclusion of a published log, verified by @sigstore/verify (npm), which is not ours.
//
//     node sigstore.mjs PUBLISHED PROOFS
//
// PROOFS holds <index>.tlog-proof files with <index>.entry beside each; `scales.py` makes them. Each must be accepted, and
// refused with another root, leaf, index, proof or signature.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { crypto } = require('@sigstore/core');
const { VerificationError } = require('@sigstore/verify');
// The package's own way in takes Sigstore bundles alone, whose log entries are of kinds that a sitting does not have. What it calls for
// the log is here.
const { verifyTLogInclusion } = require('@sigstore/verify/dist/tlog/index.js');
const { LogCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');

// SubjectPublicKeyInfo of Ed25519 (RFC 8410), before the 32 bytes of the key.
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

let accepted = 0;
let refused = 0;

function refuse(what, check) {
  try {
    check();
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    refused += 1;
    return;
  }
  throw new Error(`sigstore: NOT refused: ${what}`);
}

/** The authority that the policy's log line names. */
function authority(policy) {
  const line = policy.split('\n').map((text) => text.split(/[ \t]+/)).find(([word]) => word === 'log');
  const [name, , base64] = splitVkey(line[1]);
  const typed = Buffer.from(base64, 'base64');
  return {
    logID: createHash('sha256').update(`${name}\n`).update(typed).digest(),
    baseURL: `https://${name}`,
    publicKey: crypto.createPublicKey(Buffer.concat([SPKI, typed.subarray(1)])),
    validFor: { start: new Date(0), end: new Date(8.64e15) },
  };
}

/** Name, ID and base64: the name has no plus, base64 may. */
function splitVkey(vkey) {
  const [name, id, ...rest] = vkey.split('+');
  return [name, id, rest.join('+')];
}

/** A tlog-proof file as the package's own kind of entry. */
function entryOf(file, body) {
  const end = file.indexOf('\n\n');
  const [header, index, ...hashes] = file.slice(0, end).split('\n');
  if (header !== 'c2sp.org/tlog-proof@v1' || !index.startsWith('index ')) throw new Error('not a tlog-proof file');
  return {
    canonicalizedBody: body,
    inclusionProof: {
      logIndex: index.slice('index '.length),
      hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: file.slice(end + 2) },
    },
  };
}

function flipped(bytes, at = 0) {
  const changed = Buffer.from(bytes);
  changed[at] ^= 1;
  return changed;
}

function withProof(entry, change) {
  return { ...entry, inclusionProof: { ...entry.inclusionProof, ...change } };
}

/** The note with its first signature, which is the log's, changed in one byte of what follows the key ID. */
function withSignature(note, at) {
  const lines = note.split('\n');
  const [dash, name, base64] = lines[4].split(' ');
  lines[4] = [dash, name, flipped(Buffer.from(base64, 'base64'), 4 + at).toString('base64')].join(' ');
  return lines.join('\n');
}

function check(entry, logs) {
  verifyTLogInclusion(entry, logs);
  accepted += 1;
  const { logIndex, hashes, checkpoint } = entry.inclusionProof;
  const note = checkpoint.envelope;
  const [origin, size, root] = note.split('\n');

  const changedRoot = flipped(Buffer.from(root, 'base64'));
  const changedNote = note.replace(root, changedRoot.toString('base64'));
  refuse('another root, signature kept', () =>
    verifyTLogInclusion(withProof(entry, { checkpoint: { envelope: changedNote } }), logs));
  refuse('another root, signature left out of it', () =>
    verifyMerkleInclusion(entry, new LogCheckpoint(origin, BigInt(size), changedRoot, [])));
  refuse('another size', () =>
    verifyTLogInclusion(withProof(entry, { checkpoint: { envelope: note.replace(`\n${size}\n`, `\n${size}0\n`) } }), logs));
  refuse('another leaf', () =>
    verifyTLogInclusion({ ...entry, canonicalizedBody: flipped(entry.canonicalizedBody, 9) }, logs));
  for (const other of [BigInt(logIndex) - 1n, BigInt(logIndex) + 1n, BigInt(size)]) {
    refuse(`index ${other}`, () => verifyTLogInclusion(withProof(entry, { logIndex: other.toString() }), logs));
  }
  hashes.forEach((hash, at) => {
    refuse('a changed proof', () => verifyTLogInclusion(withProof(entry, { hashes: hashes.with(at, flipped(hash)) }), logs));
  });
  for (const other of [hashes.slice(1), [...hashes, changedRoot]].filter((other) => other.length !== hashes.length)) {
    refuse('a proof of another length', () => verifyTLogInclusion(withProof(entry, { hashes: other }), logs));
  }
  for (const at of [0, 31, 32, 63]) {
    refuse(`signature, byte ${at}`, () =>
      verifyTLogInclusion(withProof(entry, { checkpoint: { envelope: withSignature(note, at) } }), logs));
  }
  const [log] = logs;
  refuse('another key', () =>
    verifyTLogInclusion(entry, [{ ...log, logID: flipped(log.logID) }]));
  refuse('another log', () =>
    verifyTLogInclusion(entry, [{ ...log, baseURL: 'https://another.example' }]));
}

const [published, proofs] = process.argv.slice(2);
const logs = [authority(readFileSync(join(published, 'policy'), 'utf8'))];
const published_note = readFileSync(join(published, 'checkpoint'), 'utf8');
const names = readdirSync(proofs).filter((name) => name.endsWith('.tlog-proof'));
if (names.length === 0) throw new Error('sigstore: no proofs');
for (const name of names) {
  const file = readFileSync(join(proofs, name), 'utf8');
  const entry = entryOf(file, readFileSync(join(proofs, name.replace('.tlog-proof', '.entry'))));
  if (entry.inclusionProof.checkpoint.envelope !== published_note) throw new Error('sigstore: not the published checkpoint');
  check(entry, logs);
}
console.log(`@sigstore/verify: checkpoint and ${names.length} inclusions; ${accepted} accepted, ${refused} changes refused`);
