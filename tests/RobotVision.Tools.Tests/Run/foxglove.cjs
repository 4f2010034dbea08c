// Views as Foxglove does, with the published client of its protocol, until it has three messages of every channel (of /log one), and prints what it got
// as JSON:   node foxglove.cjs ADDRESS SUBPROTOCOL
const { FoxgloveClient } = require("@foxglove/ws-protocol");
const { WebSocket } = require("ws");

const [address, protocol] = process.argv.slice(2);
const socket = new WebSocket(address, [protocol]);
const client = new FoxgloveClient({ ws: socket });
const topics = new Map(); // by subscription
const got = { protocol: "", name: "", channels: [], messages: {} };

client.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
client.on("status", (status) => {
  console.error(status.message);
  process.exit(1);
});
client.on("serverInfo", (info) => {
  got.protocol = socket.protocol;
  got.name = info.name;
});
client.on("advertise", (channels) => {
  for (const channel of channels) {
    got.channels.push(channel);
    got.messages[channel.topic] = [];
    topics.set(client.subscribe(channel.id), channel.topic);
  }
});
client.on("message", ({ subscriptionId, timestamp, data }) => {
  const messages = got.messages[topics.get(subscriptionId)];
  messages.push({ nanoseconds: String(timestamp), data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") });
  if (!Object.entries(got.messages).every(([topic, all]) => all.length >= (topic === "/log" ? 1 : 3))) return;
  socket.removeAllListeners();
  process.stdout.write(JSON.stringify(got), () => process.exit(0));
});
