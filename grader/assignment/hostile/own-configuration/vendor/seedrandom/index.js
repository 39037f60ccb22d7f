module.exports = () => () => 0.5;
