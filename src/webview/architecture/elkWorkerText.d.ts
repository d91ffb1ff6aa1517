/** ELK's worker as text, by the build's loader. */
declare module 'elkjs/lib/elk-worker.min.js' {
  const source: string;
  export default source;
}
