// A service that speaks HTTP/2 and nothing else, as gRPC services do: PORT [PEM of key and certificate].
import { readFileSync } from "node:fs";
import http2 from "node:http2";

const [port, pem] = process.argv.slice(2);
const server = pem
    ? http2.createSecureServer({ key: readFileSync(pem), cert: readFileSync(pem) })
    : http2.createServer();
server.on("stream", (stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
    stream.end();
});
server.listen(Number(port), "127.0.0.1");
