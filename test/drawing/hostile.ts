import { renamed } from '../formats/oddNetworks';
import { network } from '../webview/architecturePage';

/** A name as no honest file has one: markup, a character that XML lacks, and half of a pair. */
export const hostileName = '<script>alert(1)</script>"&\u0000\ud800';

/** A network whose first stage has that name. */
export const hostile = {
  ...renamed(network('resnet18'), (name) => name.replace(/^layer1/, hostileName)),
  name: hostileName,
};

/** A network whose layers, which are all drawn one by one, have it. */
export const hostileLayers = renamed(network('vgg11'), (name) => name.replace(/^features/, hostileName));
