/** The address of ONNX Runtime's WebAssembly; made by `plugins.ts`. */
declare module "virtual:onnx-runtime" {
  const address: string;
  export default address;
}
