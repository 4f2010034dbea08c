// Reads an MCAP file of ROS 2 with Foxglove's libraries and prints what is in it as JSON, bytes by their count:
//   node bag.mjs FILE.mcap
import { readFileSync } from "node:fs";
import { McapIndexedReader } from "@mcap/core";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg2-serialization";
import { decompress } from "fzstd";

const bytes = readFileSync(process.argv[2]);
const indexed = await McapIndexedReader.Initialize({
  readable: { size: async () => BigInt(bytes.length), read: async (offset, length) => bytes.subarray(Number(offset), Number(offset + length)) },
  decompressHandlers: { zstd: (data, size) => decompress(data, new Uint8Array(Number(size))) },
});
const messages = {};
for await (const { channelId, data } of indexed.readMessages()) {
  const channel = indexed.channelsById.get(channelId);
  const schema = indexed.schemasById.get(channel.schemaId);
  if (channel.messageEncoding !== "cdr" || schema.encoding !== "ros2msg") throw new Error(`${channel.topic} is not of ROS 2`);
  const reader = new MessageReader(parse(new TextDecoder().decode(schema.data), { ros2: true }));
  (messages[channel.topic] ??= []).push({ type: schema.name, message: reader.readMessage(data) });
}
console.log(JSON.stringify({ profile: indexed.header.profile, messages },
  (_, value) => value instanceof Uint8Array ? value.length : ArrayBuffer.isView(value) ? [...value] : value));
