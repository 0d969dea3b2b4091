// Breaks a function that every list of connections needs, as a fault of ours would.
Array.prototype.toSorted = () => {
  throw new RangeError("CANARY");
};
