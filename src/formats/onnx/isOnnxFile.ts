/** Whether a word names an ONNX file. */
export function isOnnxFile(word: string): boolean {
  return /\.onnx$/i.test(word);
}
