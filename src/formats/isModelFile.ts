/** Whether a word names a file of another program's network, ONNX's or TensorFlow.js's; `*.resnet.json` are our own. */
export function isModelFile(word: string): boolean {
  return /\.onnx$/i.test(word) || (/\.json$/i.test(word) && !/\.resnet\.json$/i.test(word));
}
