import numpy as np


def output_size(size, kernel, stride=1, padding=0):
    span = size + 2 * padding - kernel
    if span < 0:
        raise ValueError("Kernel size %d exceeds padded input size %d" % (kernel, size + 2 * padding))
    return len(range(0, span + 1, stride))


def _columns(h, w, kh, kw, stride, padding):
    oh, ow = output_size(h, kh, stride, padding), output_size(w, kw, stride, padding)
    r = (stride * np.arange(oh))[:, None, None, None] + np.arange(kh)[None, None, :, None]
    s = (stride * np.arange(ow))[None, :, None, None] + np.arange(kw)[None, None, None, :]
    return (r * (w + 2 * padding) + s).reshape(oh * ow, kh * kw), oh, ow


def _pad(X, p):
    P = np.zeros((X.shape[0], X.shape[1], X.shape[2] + 2 * p, X.shape[3] + 2 * p))
    P[..., p : P.shape[2] - p, p : P.shape[3] - p] = X
    return P


def conv2d(X, K, b, stride=1, padding=0):
    n, c, h, w = X.shape
    o, _, kh, kw = K.shape
    index, oh, ow = _columns(h, w, kh, kw, stride, padding)
    flat = _pad(X, padding).reshape(n, c, -1)[:, :, index]
    cols = flat.transpose(0, 2, 1, 3).reshape(n * oh * ow, -1)
    Y = cols @ K[:, :, ::-1, ::-1].reshape(o, -1).T.astype(float) + b
    return Y.reshape(n, oh, ow, o).transpose(0, 3, 1, 2)


def conv2d_backward(dY, X, K, stride=1, padding=0):
    n, c, h, w = X.shape
    o, _, kh, kw = K.shape
    index, oh, ow = _columns(h, w, kh, kw, stride, padding)
    flat = _pad(X, padding).reshape(n, c, -1)[:, :, index]
    cols = flat.transpose(0, 2, 1, 3).reshape(n * oh * ow, -1)
    g = dY.transpose(0, 2, 3, 1).reshape(-1, o).astype(float)
    dK = (g.T @ cols).reshape(K.shape)
    dcols = (g @ K.reshape(o, -1)).reshape(n, oh * ow, c, kh * kw).transpose(0, 2, 1, 3)
    dP = np.zeros((n, c, (h + 2 * padding) * (w + 2 * padding)))
    np.add.at(dP, (slice(None), slice(None), index), dcols)
    dP = dP.reshape(n, c, h + 2 * padding, w + 2 * padding)
    return dP[:, :, padding : padding + h, padding : padding + w], dK, g.sum(axis=0)


def max_pool2d(X, size, stride=None):
    stride = stride if stride else size
    n, c, h, w = X.shape
    index, oh, ow = _columns(h, w, size, size, stride, 0)
    return X.reshape(n, c, -1)[:, :, index].max(axis=3).reshape(n, c, oh, ow).astype(np.float64)


def max_pool2d_backward(dY, X, size, stride=None):
    stride = stride if stride else size
    n, c, h, w = X.shape
    index, oh, ow = _columns(h, w, size, size, stride, 0)
    best = X.reshape(n, c, -1)[:, :, index].argmax(axis=3)
    dX = np.zeros((n * c, h * w))
    place = np.take_along_axis(np.broadcast_to(index, (n, c, *index.shape)), best[..., None], axis=3).reshape(
        n * c, -1
    )
    for row, at, g in zip(dX, place, dY.reshape(n * c, -1)):
        row += np.bincount(at, weights=g, minlength=h * w)
    return dX.reshape(X.shape)


def flatten(X):
    return np.concatenate([image.reshape(1, -1) for image in X])
