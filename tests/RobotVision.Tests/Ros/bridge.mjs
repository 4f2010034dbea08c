// A rosbridge server on loopback, as far as topics go, and a ROS program behind it that speaks roslib:
//   node bridge.mjs PICTURE
// It publishes the picture, the camera's info and its pose again and again, and prints what it receives, an object a line. "cut" on the standard input
// closes every connection but its own. Source: ROSBRIDGE_PROTOCOL.md of rosbridge_suite, operations advertise, publish and subscribe.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Ros, Topic } from "roslib";
import { WebSocketServer } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
const subscribers = new Map(); // of topics
const types = new Map();
let own;

server.on("connection", (socket) => {
  own ??= socket;
  const fail = (text) => socket.send(JSON.stringify({ op: "status", level: "error", msg: text }));
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.op === "advertise" || message.op === "subscribe") {
      const type = types.get(message.topic) ?? message.type;
      if (normal(type) !== normal(message.type)) return fail(`${message.topic} is of ${type}, not of ${message.type}`);
      types.set(message.topic, message.type);
    }
    if (message.op === "subscribe") (subscribers.get(message.topic) ?? subscribers.set(message.topic, new Set()).get(message.topic)).add(socket);
    if (message.op === "publish") {
      if (!types.has(message.topic)) return fail(`${message.topic} was not advertised`);
      for (const one of subscribers.get(message.topic) ?? []) one.send(JSON.stringify({ op: "publish", topic: message.topic, msg: message.msg }));
    }
  });
  socket.on("close", () => subscribers.forEach((sockets) => sockets.delete(socket)));
});

const normal = (type) => type.replace("/msg/", "/");

await new Promise((listening) => server.on("listening", listening));
const { port } = server.address();
const ros = new Ros({ url: `ws://127.0.0.1:${port}` });
await new Promise((connected) => ros.on("connection", connected));

const topic = (name, messageType) => new Topic({ ros, name, messageType });
for (const [name, type] of [["detections", "2D"], ["detections_3d", "3D"], ["tracks_3d", "3D"]])
  topic(`/robotvision/${name}`, `vision_msgs/msg/Detection${type}Array`)
    .subscribe((message) => console.log(JSON.stringify({ topic: name, message })));

const picture = readFileSync(process.argv[2]).toString("base64");
const [image, info, tf, fixed] = [
  topic("/camera/image_raw/compressed", "sensor_msgs/msg/CompressedImage"), topic("/camera/camera_info", "sensor_msgs/msg/CameraInfo"),
  topic("/tf", "tf2_msgs/msg/TFMessage"), topic("/tf_static", "tf2_msgs/msg/TFMessage")];
const transform = (parent, child, stamp, [x, y, z], [qx, qy, qz, qw]) => ({
  header: { stamp, frame_id: parent }, child_frame_id: child, transform: { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } } });
setInterval(() => {
  const now = Date.now();
  const stamp = { sec: Math.floor(now / 1000), nanosec: (now % 1000) * 1_000_000 };
  image.publish({ header: { stamp, frame_id: "camera_optical_frame" }, format: "png", data: picture });
  info.publish({ header: { stamp, frame_id: "camera_optical_frame" }, width: 64, height: 48, distortion_model: "plumb_bob", d: [0.1, 0, 0, 0, 0],
    k: [60, 0, 31.5, 0, 61, 23.5, 0, 0, 1] });
  fixed.publish({ transforms: [transform("head", "camera_optical_frame", { sec: 0, nanosec: 0 }, [0.1, 0, 0.05], [-0.5, 0.5, -0.5, 0.5])] });
  // The head is 0.5 m above the ground and turned to the left by 90 degrees.
  tf.publish({ transforms: [transform("base_footprint", "head", stamp, [0, 0, 0.5], [0, 0, Math.SQRT1_2, Math.SQRT1_2])] });
}, 20);

createInterface(process.stdin).on("line", (line) => {
  if (line === "cut") for (const socket of server.clients) if (socket !== own) socket.terminate();
});
console.log(JSON.stringify({ port }));
