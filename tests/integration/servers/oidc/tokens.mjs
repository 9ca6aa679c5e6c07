// Tokens as jose judges them, and the classic mistakes made when somebody does without it.
import { createHmac } from "node:crypto";

import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, errors, jwtVerify, UnsecuredJWT } from "jose";

const AUDIENCE = "urn:shop";

export class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

function signedWithPublicKey(token, publicKey) {
  const pem = publicKey.export({ format: "pem", type: "spki" });
  const [head, body, signature] = token.split(".");
  return createHmac("sha256", pem).update(`${head}.${body}`).digest("base64url") === signature;
}

// The claims are still looked at.
function unsigned(token, chosen) {
  return UnsecuredJWT.decode(new UnsecuredJWT(decodeJwt(token)).encode(), chosen).payload;
}

// Who trusts the header to say how it is to be checked.
function fooled(token, publicKey, fault) {
  const { alg } = decodeProtectedHeader(token);
  if (fault("alg_none") && alg === "none") return true;
  if (fault("key_confusion") && alg === "HS256") return signedWithPublicKey(token, publicKey);
  return fault("no_signature");
}

function options(token, issuer, fault) {
  const chosen = { issuer, audience: AUDIENCE, requiredClaims: ["exp"] };
  if (fault("no_aud")) delete chosen.audience;
  if (fault("no_iss")) delete chosen.issuer;
  if (fault("no_exp")) chosen.currentDate = new Date(1000 * (decodeJwt(token).iat ?? 0));
  if (fault("ignore_crit")) {
    chosen.crit = Object.fromEntries((decodeProtectedHeader(token).crit ?? []).map((name) => [name, true]));
  }
  return chosen;
}

async function introspect(token, issuer) {
  const authorization = "Basic " + Buffer.from(`clerk:${process.env.SHOP_CLERK}`).toString("base64");
  const body = new URLSearchParams({ token });
  const answer = await fetch(`${issuer}/token/introspection`, { method: "POST", body, headers: { authorization } });
  const claims = await answer.json();
  if (!claims.active) throw new Refused(401);
  return claims;
}

export function bearer(issuer, publicKey) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return async (token, opaque, fault) => {
    if (opaque) return introspect(token, issuer);
    try {
      const chosen = options(token, issuer, fault);
      if (fooled(token, publicKey, fault)) return unsigned(token, chosen);
      return (await jwtVerify(token, keys, chosen)).payload;
    } catch (error) {
      // jose throws TypeError for some malformed input; whatever it cannot read is nobody's token.
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw new Refused(401);
      throw error;
    }
  };
}
