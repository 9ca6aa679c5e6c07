// A shop of stock Express: bearer tokens with roles, and API keys.
import express from "express";

const shop = express();
const roles = { [process.env.SHOP_TOKEN]: "buyer", [process.env.SHOP_ADMIN_TOKEN]: "admin" };
const { SHOP_VERSION: version = "1.2.0", SHOP_INSTANCE: instance } = process.env;
const keys = [process.env.SHOP_KEY];

function bearer(role) {
  return (request, response, next) => {
    const found = roles[/^Bearer (.+)$/i.exec(request.get("authorization") ?? "")?.[1]];
    if (!found) return response.set("WWW-Authenticate", "Bearer").status(401).json({ error: "not authenticated" });
    if (role && found !== role) return response.status(403).json({ error: "administrators only" });
    return next();
  };
}

function key(request, response, next) {
  return keys.includes(request.get("x-api-key")) ? next() : response.status(401).json({ error: "no key" });
}

shop.get("/healthz", (_, response) => response.json({ status: "ok" }));
shop.get("/version", (_, response) => response.json({ version, instance }));
shop.get("/products", (_, response) => response.json([{ name: "kettle", price: 3900 }]));
shop.get("/orders", bearer(), (_, response) => response.json({ orders: [{ id: 1001, name: "kettle" }] }));
shop.get("/admin", bearer("admin"), (_, response) => response.json({ users: ["alice", "root"] }));
shop.get("/stock", key, (_, response) => response.json({ stock: [{ name: "kettle", pieces: 7 }] }));
shop.listen(Number(process.env.SHOP_PORT), "127.0.0.1");
