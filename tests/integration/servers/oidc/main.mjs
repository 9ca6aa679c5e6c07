// An authorization server, a second one that shares its keys under another issuer, and a resource server behind the first.
import { createPrivateKey, createPublicKey } from "node:crypto";

import { authorizationServer } from "./provider.mjs";
import { resourceServer } from "./resource.mjs";

const port = (name) => Number(process.env[name]);
const at = (name) => `http://127.0.0.1:${port(name)}`;
const privateKey = createPrivateKey(process.env.SHOP_SIGNING_KEY);
const publicKey = createPublicKey(privateKey);
const key = { ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "shop" };
const issuer = at("SHOP_ISSUER_PORT");

authorizationServer(issuer, key).listen(port("SHOP_ISSUER_PORT"), "127.0.0.1");
authorizationServer(at("SHOP_OTHER_ISSUER_PORT"), key).listen(port("SHOP_OTHER_ISSUER_PORT"), "127.0.0.1");
// Last: who waits for this port may count on the other two.
resourceServer(issuer, publicKey).listen(port("SHOP_RESOURCE_PORT"), "127.0.0.1");
