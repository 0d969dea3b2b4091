import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type forge from "node-forge";

type Forge = typeof forge;

/** The key and certificate of a server, in PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority for one run of the emulator. Its key is never written to a file. */
export interface Authority extends ServerCertificate {
  /** The path of its certificate, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Removes that file. */
  close(): Promise<void>;
}

/** A name of a server: type 2 is a host's name, type 7 an address. */
type AltName = { readonly type: 2; readonly value: string } | { readonly type: 7; readonly ip: string };

const dayMs = 24 * 3_600_000;
const subjectOfAuthority = [{ name: "commonName", value: "Tokenwell emulator, a test authority" }];
const subjectOfServer = [{ name: "commonName", value: "localhost" }];
const loopbackNames: readonly AltName[] = [
  { type: 2, value: "localhost" },
  { type: 7, ip: "127.0.0.1" },
  { type: 7, ip: "::1" },
];

/**
 * Creates a certificate authority, and a certificate that it signs, by default for localhost, 127.0.0.1 and ::1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1
 */
export async function makeAuthority(names: readonly AltName[] = loopbackNames): Promise<Authority> {
  const { default: loaded } = await import("node-forge");
  const [authority, server] = [newKeys(), newKeys()];
  const caCertificate = certify(loaded, {
    subject: subjectOfAuthority,
    publicKey: authority.publicKey,
    signer: authority.privateKey,
    extensions: [
      { name: "basicConstraints", critical: true, cA: true, pathLenConstraint: 0 },
      { name: "keyUsage", critical: true, keyCertSign: true },
      { name: "subjectKeyIdentifier" },
    ],
  });
  const cert = certify(loaded, {
    subject: subjectOfServer,
    publicKey: server.publicKey,
    signer: authority.privateKey,
    extensions: [
      { name: "basicConstraints", critical: true, cA: false },
      { name: "keyUsage", critical: true, digitalSignature: true, keyEncipherment: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: names },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), "tokenwell-emulator-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, caCertificate);
  const close = async () => await rm(folder, { recursive: true, force: true });
  return { key: server.privateKey, cert, caFile, close };
}

interface Certified {
  readonly subject: { readonly name: string; readonly value: string }[];
  readonly publicKey: string;
  readonly signer: string;
  readonly extensions: object[];
}

function certify(
  { pki, md, util, random }: Forge,
  { subject, publicKey, signer, extensions }: Certified,
): string {
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  // The first byte is neither 0 nor above 0x7f, so the number is positive and has its full length.
  certificate.serialNumber = `01${util.bytesToHex(random.getBytesSync(15))}`;
  certificate.validity.notBefore = new Date(Date.now() - dayMs);
  certificate.validity.notAfter = new Date(Date.now() + 365 * dayMs);
  certificate.setSubject(subject);
  certificate.setIssuer(subjectOfAuthority);
  certificate.setExtensions(extensions);
  certificate.sign(pki.privateKeyFromPem(signer), md.sha256.create());
  return pki.certificateToPem(certificate);
}

function newKeys(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}
