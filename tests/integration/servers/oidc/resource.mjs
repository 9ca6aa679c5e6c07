// The shop's API. Each request's token is judged by jose, as far as no fault is switched on.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { bearer, Refused } from "./tokens.mjs";

const ORDERS = { orders: [{ id: 1001, name: "kettle" }] };
const open = {
  "/healthz": () => ({ status: "ok" }),
  "/version": () => ({ version: "1.2.0" }),
};
const guarded = {
  "/orders": { scope: "orders:read", show: () => ORDERS },
  "/opaque-orders": { scope: "orders:read", opaque: true, show: () => ORDERS },
  "/refunds": { scope: "orders:write", show: () => ({ refunds: [] }) },
};

function faults() {
  const names = readFileSync(process.env.SHOP_FAULTS, "utf8").split(/\s+/);
  return (name) => names.includes(name);
}

async function accept(request, route, judge, fault) {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!given && !fault("open")) throw new Refused(401);
  if (!given || fault("any_token")) return;
  const claims = await judge(given, route.opaque, fault);
  if (!fault("no_scope") && !(claims.scope ?? "").split(" ").includes(route.scope)) throw new Refused(403);
}

function send(response, status, content, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(content));
}

export function resourceServer(issuer, publicKey) {
  const judge = bearer(issuer, publicKey);
  return createServer(async (request, response) => {
    const path = new URL(request.url, issuer).pathname;
    const fault = faults();
    if (path in open) return send(response, 200, open[path]());
    if (!(path in guarded)) return send(response, 404, { error: "not_found" });
    try {
      await accept(request, guarded[path], judge, fault);
    } catch (error) {
      if (!(error instanceof Refused)) console.error(error);
      const shown = fault("refusal_with_data") ? guarded[path].show() : { error: "refused" };
      return send(response, error.status ?? 500, shown, { "www-authenticate": "Bearer" });
    }
    return send(response, 200, guarded[path].show());
  });
}
