// Reads a recording as Foxglove does, with its own library, by the indices and from front to back, and prints what it found as JSON:
//   node read.cjs FILE.mcap
const { readFileSync } = require("node:fs");
const { McapIndexedReader, McapStreamReader } = require("@mcap/core");
const { decompress } = require("fzstd");

const decompressHandlers = { zstd: (bytes, size) => decompress(bytes, new Uint8Array(Number(size))) };

async function main(path) {
  const bytes = readFileSync(path);
  const readable = {
    size: async () => BigInt(bytes.length),
    read: async (offset, length) => bytes.subarray(Number(offset), Number(offset + length)),
  };
  const indexed = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  const messages = {};
  for await (const message of indexed.readMessages()) {
    const topic = indexed.channelsById.get(message.channelId).topic;
    messages[topic] = (messages[topic] ?? 0) + 1;
  }
  const metadata = {};
  for await (const one of indexed.readMetadata()) metadata[one.name] = Object.fromEntries(one.metadata);
  const attachments = [];
  for await (const one of indexed.readAttachments()) attachments.push(one.name);

  const stream = new McapStreamReader({ decompressHandlers, validateCrcs: true });
  stream.append(bytes);
  let streamed = 0;
  for (let record; (record = stream.nextRecord()); ) if (record.type === "Message") streamed++;

  const schemas = [...indexed.schemasById.values()].map((schema) => schema.name).sort();
  console.log(JSON.stringify({ messages, metadata, attachments, schemas, streamed, done: stream.done() }));
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exit(1);
});
