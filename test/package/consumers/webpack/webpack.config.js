module.exports = {
  mode: 'production',
  devtool: 'source-map',
  entry: './src/main.ts',
  module: { rules: [{ test: /\.ts$/, use: 'ts-loader', exclude: /node_modules/ }] },
  resolve: { extensions: ['.ts', '.js'] },
  performance: { hints: false },
};
