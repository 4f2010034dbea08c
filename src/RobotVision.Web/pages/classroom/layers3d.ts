import {
  AmbientLight,
  BoxGeometry,
  CanvasTexture,
  Color,
  DirectionalLight,
  InstancedMesh,
  MeshLambertMaterial,
  Object3D,
  PerspectiveCamera,
  Scene,
  Sprite,
  SpriteMaterial,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { colour, make } from "../shared/dom";
import { say } from "./language";
import { levels, scale } from "./maps";
import type { DigitLayer } from "./types";

const gap = 33; // between layers
const revealPause = 90; // milliseconds between two layers that light up

interface Placed {
  first: number;
  count: number;
  x: number;
  top: number;
}

/** The layers of LeNet-5 in space: each value a cube, each map a wall of them, from the picture on the left to the ten digits on the right. */
export class Layers3d {
  readonly element = make("div", "space");
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(32, 2, 1, 2000);
  private readonly renderer: WebGLRenderer;
  private readonly controls: OrbitControls;
  private mesh: InstancedMesh | undefined;
  private places: Placed[] = [];
  private labels: Sprite[] = [];
  private shown: DigitLayer[] = [];
  private revealed = 0;
  private built = "";
  private isAwaited = false;
  private pause = 0; // milliseconds between two drawings: at least twice as long as one takes

  /** Throws where the browser has no WebGL. */
  constructor() {
    this.renderer = new WebGLRenderer({ antialias: true, alpha: true });
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    this.element.append(this.renderer.domElement);
    const canvas = this.renderer.domElement;
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableZoom = this.controls.enablePan = false;
    this.controls.minPolarAngle = 0.6;
    this.controls.maxPolarAngle = 1.9;
    this.controls.addEventListener("change", () => this.render());
    this.camera.position.set(-330, 120, 330);
    this.controls.target.set(0, -6, 0);
    this.scene.add(new AmbientLight(0xffffff, 2.2));
    const sun = new DirectionalLight(0xffffff, 1.6);
    sun.position.set(-60, 120, 140);
    this.scene.add(sun);
    canvas.addEventListener("keydown", (event) => this.turn(event));
    new ResizeObserver(() => this.resize()).observe(this.element);
    document.addEventListener("theme", () => this.colourAll());
  }

  /** Shows the outputs of the layers, one after the other when the drawing is new. */
  show(layers: DigitLayer[], isNew: boolean): void {
    this.renderer.domElement.setAttribute(
      "aria-label",
      say("the layers of LeNet-5 in space; arrow keys turn them", "die Schichten von LeNet-5 im Raum; Pfeiltasten drehen sie"),
    );
    const signature = JSON.stringify([layers.map((layer) => layer.shape), document.documentElement.lang]);
    if (signature !== this.built) this.build(layers);
    this.built = signature;
    this.shown = layers;
    const isRevealing = this.revealed < this.places.length && this.revealed > 0;
    if (!isNew && !isRevealing) this.revealed = layers.length;
    this.colourAll();
    if (isNew && !isRevealing) {
      this.revealed = 0;
      this.reveal();
    }
  }

  private reveal(): void {
    this.revealed++;
    this.colourAll();
    if (this.revealed < this.places.length) setTimeout(() => this.reveal(), revealPause);
  }

  private build(layers: DigitLayer[]): void {
    if (this.mesh !== undefined) this.scene.remove(this.mesh);
    for (const label of this.labels) this.scene.remove(label);
    const total = layers.reduce((sum, layer) => sum + layer.shape.reduce((product, axis) => product * axis, 1), 0);
    this.mesh = new InstancedMesh(new BoxGeometry(0.92, 0.92, 0.92), new MeshLambertMaterial(), total);
    const cube = new Object3D();
    let instance = 0;
    this.places = layers.map((layer, i) => {
      const [x, first] = [(i - (layers.length - 1) / 2) * gap, instance];
      const [maps, rows, columns] =
        layer.shape.length === 3
          ? (layer.shape as [number, number, number])
          : ([1, ...(({ 120: [12, 10], 84: [12, 7] } as Record<number, [number, number]>)[layer.shape[0]!] ?? [layer.shape[0]!, 1])] as [
              number,
              number,
              number,
            ]);
      const isOutput = layer.shape.length === 1 && layer.shape[0] === 10;
      const across = maps === 6 ? 2 : Math.ceil(Math.sqrt(maps));
      const down = Math.ceil(maps / across);
      const [size, air] = [isOutput ? 4 : layer.shape.length === 1 ? 2.2 : rows >= 28 && maps > 1 ? 0.75 : rows <= 5 ? 1.6 : 1.1, 1.6];
      const [width, height] = [across * (columns * size + air) - air, down * (rows * size + air) - air];
      for (let map = 0; map < maps; map++)
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            const z = (map % across) * (columns * size + air) + (column + 0.5) * size - width / 2;
            const y = height / 2 - Math.floor(map / across) * (rows * size + air) - (row + 0.5) * size;
            cube.position.set(x, y, z);
            cube.scale.set(Math.min(size, 1.2), size, size);
            cube.updateMatrix();
            this.mesh!.setMatrixAt(instance++, cube.matrix);
          }
      return { first, count: instance - first, x, top: height / 2 };
    });
    this.scene.add(this.mesh);
    const names = ["", "C1", "S2", "C3", "S4", "C5", "F6", ""];
    this.labels = layers.map((layer, i) => {
      const name = names[i] || (i === 0 ? say("input", "Eingabe") : say("output", "Ausgabe"));
      const [maps, rows] = layer.shape;
      const size = rows === undefined ? `${maps}` : maps === 1 ? `${rows}²` : `${maps} × ${rows}²`;
      return this.label(`${name}  ${size}`, new Vector3(this.places[i]!.x, this.places[i]!.top + 5, 0));
    });
    const last = this.places.at(-1)!;
    for (let digit = 0; digit < 10; digit++) this.labels.push(this.label(String(digit), new Vector3(last.x + 6, last.top - 4 * (digit + 0.5), 0)));
    this.scene.add(...this.labels);
    this.resize();
  }

  private label(text: string, at: Vector3): Sprite {
    const canvas = make("canvas");
    [canvas.width, canvas.height] = [256, 64];
    const context = canvas.getContext("2d")!;
    context.font = "600 34px system-ui, sans-serif";
    context.fillStyle = "#808890"; // readable on both themes
    context.textAlign = "center";
    context.fillText(text, 128, 44);
    const sprite = new Sprite(new SpriteMaterial({ map: new CanvasTexture(canvas), transparent: true, depthTest: false }));
    sprite.position.copy(at);
    sprite.scale.set(20, 5, 1);
    return sprite;
  }

  /** Gives each cube the colour of its value; layers that have not lit up yet keep that of 0. */
  private colourAll(): void {
    if (this.mesh === undefined) return;
    const [diverging, ink, next] = [scale(1, "--c0", "--sunk", "--c1"), scale(1, "--sunk", "--sunk", "--text"), new Color()];
    this.shown.forEach((layer, i) => {
      const values = levels(layer.levels);
      const colours = i === 0 ? ink : diverging;
      for (let j = 0; j < values.length; j++) {
        const level = 4 * (i < this.revealed ? values[j]! : 128);
        next.setRGB(colours[level]! / 255, colours[level + 1]! / 255, colours[level + 2]! / 255, "srgb");
        this.mesh!.setColorAt(this.places[i]!.first + j, next);
      }
    });
    if (this.mesh.instanceColor !== null) this.mesh.instanceColor.needsUpdate = true;
    this.renderer.domElement.style.background = colour("--panel");
    this.render();
  }

  private turn(event: KeyboardEvent): void {
    const [across, up] = (
      { ArrowLeft: [-0.12, 0], ArrowRight: [0.12, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] } as Record<string, [number, number]>
    )[event.key] ?? [0, 0];
    if (across === 0 && up === 0) return;
    event.preventDefault();
    const arm = this.camera.position
      .clone()
      .sub(this.controls.target)
      .applyAxisAngle(new Vector3(0, 1, 0), across);
    arm.y = Math.min(340, Math.max(-120, arm.y + up * 400));
    this.camera.position.copy(this.controls.target).add(arm);
    this.controls.update();
    this.render();
  }

  private resize(): void {
    const [width, height] = [this.element.clientWidth, Math.max(260, Math.min(440, this.element.clientWidth * 0.5))];
    if (width === 0) return;
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    // On a narrow screen the view is opened so that all layers fit.
    this.camera.fov = (2 * Math.atan(0.122 * Math.max(1, 1.9 / this.camera.aspect)) * 180) / Math.PI;
    this.camera.updateProjectionMatrix();
    this.controls.update();
    this.render();
  }

  /** Draws soon, once for all that changed until then: without a graphics processor it takes long, and the page must stay quick. */
  private render(): void {
    if (this.isAwaited) return;
    this.isAwaited = true;
    setTimeout(() => {
      this.isAwaited = false;
      const start = performance.now();
      this.renderer.render(this.scene, this.camera);
      this.renderer.getContext().finish();
      this.pause = Math.min(1000, 2 * (performance.now() - start));
    }, this.pause);
  }
}
