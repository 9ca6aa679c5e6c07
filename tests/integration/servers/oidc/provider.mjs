// oidc-provider with two clients and the audiences of the shop. Nothing here decides about tokens: the library does.
import Provider from "oidc-provider";

const jwt = { accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } };
const RESOURCES = {
  "urn:shop": { audience: "urn:shop", accessTokenTTL: 600, ...jwt },
  "urn:shop:short": { audience: "urn:shop", accessTokenTTL: 1, ...jwt },
  "urn:elsewhere": { audience: "urn:elsewhere", accessTokenTTL: 600, ...jwt },
  "urn:shop:opaque": { audience: "urn:shop", accessTokenTTL: 600, accessTokenFormat: "opaque" },
};
const SCOPES = "orders:read orders:write";

function client(id, secret, scope) {
  return {
    client_id: id,
    client_secret: secret,
    scope,
    grant_types: ["client_credentials"],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: "client_secret_basic",
  };
}

function resource(context, indicator) {
  const found = RESOURCES[indicator];
  if (!found) throw new Error(`no such resource: ${indicator}`);
  return { scope: SCOPES, ...found };
}

export function authorizationServer(issuer, key) {
  return new Provider(issuer, {
    jwks: { keys: [key] },
    scopes: SCOPES.split(" "),
    clients: [
      client("buyer", process.env.SHOP_BUYER, "orders:read"),
      client("clerk", process.env.SHOP_CLERK, SCOPES),
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: { enabled: true, getResourceServerInfo: resource, defaultResource: () => undefined },
    },
  });
}
