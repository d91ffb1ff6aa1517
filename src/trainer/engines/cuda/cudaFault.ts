import { isAtLeast } from '../../install/isAtLeast';
import type { NvidiaMachine } from './nvidia';

/** What is known of a machine on which TensorFlow for CUDA is to run. */
export interface CudaSituation {
  /** Undefined: no NVIDIA driver was found. */
  readonly machine: NvidiaMachine | undefined;
  /** The oldest driver that the installed release runs with. */
  readonly driver: string;
  /** CUDA libraries that the dynamic loader finds before TensorFlow's own. */
  readonly foreign: readonly string[];
  /** Which cards CUDA shows to the process, as CUDA_VISIBLE_DEVICES has them; left out: all. */
  readonly visible?: string | undefined;
  /** What TensorFlow said when it was loaded; left out: it has not been loaded. */
  readonly log?: string | undefined;
}

/** The oldest cards that TensorFlow's wheels have kernels for. */
const oldestCapability = '6.0';

type Rule = (situation: CudaSituation) => string | undefined;

/** The first that answers is the reason. */
const rules: readonly Rule[] = [
  ({ machine }) => (machine === undefined ? 'No NVIDIA driver was found on this machine.' : undefined),
  ({ machine, driver }) =>
    machine !== undefined && !isAtLeast(machine.driver, driver)
      ? `The NVIDIA driver ${machine.driver} is too old for TensorFlow for CUDA: update it to ${driver} or newer.`
      : undefined,
  ({ visible }) =>
    visible === '' || visible === '-1'
      ? `CUDA_VISIBLE_DEVICES is "${visible}", which hides every card: start VS Code without it, or choose a card (resnet.gpu).`
      : undefined,
  ({ machine, visible }) => {
    const chosen = chosenCard(visible);
    if (chosen === undefined || machine === undefined || machine.gpus.length === 0) return undefined;
    return machine.gpus.some(({ index }) => index === chosen)
      ? undefined
      : `Card ${chosen} was chosen (resnet.gpu or CUDA_VISIBLE_DEVICES) and this machine has ${cards(machine)}: choose one of them, or none.`;
  },
  tooOldCards,
  ({ foreign, log }) => {
    const [library] = foreign;
    if (library === undefined || log === undefined) return undefined;
    return `The CUDA library ${library} is found before the one that TensorFlow was made for: start VS Code without its folder in LD_LIBRARY_PATH.`;
  },
  ({ log = '' }) => {
    const found = /Could not load dynamic library '([^']+)'|cannot open shared object file[^\n]*?(lib[\w.+-]+\.so[\w.]*)|(lib[\w.+-]+\.so[\w.]*): cannot open shared object file/.exec(log); // prettier-ignore
    const library = found?.slice(1).find(Boolean);
    return library === undefined
      ? undefined
      : `TensorFlow for CUDA does not find the library ${library}: install the engine anew ("ResNet: Install Engine").`;
  },
  ({ log = '' }) => {
    const [, loaded, made] = /Loaded runtime CuDNN library: (\S+) but source was compiled with: (\S+?)[.\s]*(?:\s|$)/.exec(log) ?? []; // prettier-ignore
    return loaded === undefined
      ? undefined
      : `cuDNN ${loaded} was loaded and TensorFlow was made for ${made ?? 'a newer one'}: take the older one out of LD_LIBRARY_PATH.`;
  },
  ({ log = '' }) =>
    /Cannot dlopen some GPU libraries/.test(log)
      ? 'TensorFlow for CUDA lacks some of its libraries: install the engine anew ("ResNet: Install Engine").'
      : undefined,
  ({ log = '' }) =>
    /CUDA_ERROR_NO_DEVICE|no CUDA-capable device/.test(log)
      ? 'The NVIDIA driver shows no card to this process: look at CUDA_VISIBLE_DEVICES and at the container’s GPU options.'
      : undefined,
  ({ log = '' }) =>
    /CUDA_ERROR_OUT_OF_MEMORY|out of memory/i.test(log)
      ? 'The card has no memory left: end what else uses it (nvidia-smi lists it) and try again.'
      : undefined,
  ({ log = '' }) => {
    const [, code] = /failed call to cuInit: [^\n]*?(CUDA_ERROR_\w+|(?<=\()\d+(?=\)))/.exec(log) ?? [];
    return code === undefined ? undefined : `The NVIDIA driver refused to start CUDA (${code}): restart the machine or mend its driver.`; // prettier-ignore
  },
];

/** Why TensorFlow for CUDA can't run in such a situation, in one sentence; undefined where nothing speaks against it. */
export function cudaFault(situation: CudaSituation): string | undefined {
  for (const rule of rules) {
    const sentence = rule(situation);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

/** The number of the first card that is shown; undefined where all are, or where they are not named by numbers. */
export function chosenCard(visible = ''): number | undefined {
  const [, number] = /^\s*(\d+)\s*(?:,|$)/.exec(visible) ?? [];
  return number === undefined ? undefined : Number(number);
}

function tooOldCards({ machine, visible }: CudaSituation): string | undefined {
  const chosen = chosenCard(visible);
  const gpus = (machine?.gpus ?? []).filter(({ index }) => chosen === undefined || index === chosen);
  const [first] = gpus;
  if (first === undefined || gpus.some(({ computeCapability }) => isAtLeast(computeCapability, oldestCapability)))
    return undefined;
  return `TensorFlow has no kernels for ${first.name} (compute capability ${first.computeCapability}, ${oldestCapability} is needed): choose another engine.`;
}

function cards({ gpus }: NvidiaMachine): string {
  return gpus.map(({ index, name }) => `${index} (${name})`).join(', ');
}
