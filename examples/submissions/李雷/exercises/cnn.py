# 第13单元: 卷积网络

import numpy as np


def output_size(size, kernel, stride=1, padding=0):
    count = 0
    start = 0
    while start + kernel <= size + padding + padding:
        count = count + 1
        start = start + stride
    if count == 0:
        raise ValueError("the kernel of " + str(kernel) + " does not fit into the size of " + str(size))
    return count


def pad(X, padding):
    n, c, h, w = X.shape
    P = np.zeros((n, c, h + 2 * padding, w + 2 * padding))
    for i in range(n):
        for k in range(c):
            for r in range(h):
                for s in range(w):
                    P[i, k, r + padding, s + padding] = X[i, k, r, s]
    return P


def conv2d(X, K, b, stride=1, padding=0):
    P = pad(X, padding)
    n, c_in, h, w = X.shape
    c_out, _, kh, kw = K.shape
    oh = output_size(h, kh, stride, padding)
    ow = output_size(w, kw, stride, padding)
    Y = np.zeros((n, c_out, oh, ow))
    for i in range(n):
        for o in range(c_out):
            for y in range(oh):
                for x in range(ow):
                    total = float(b[o])
                    for c in range(c_in):
                        for r in range(kh):
                            for s in range(kw):
                                total = total + P[i, c, y * stride + r, x * stride + s] * K[o, c, r, s]
                    Y[i, o, y, x] = total
    return Y


def conv2d_backward(dY, X, K, stride=1, padding=0):
    P = pad(X, padding)
    n, c_in, h, w = X.shape
    c_out, _, kh, kw = K.shape
    _, _, oh, ow = dY.shape
    dP = np.zeros(P.shape)
    dK = np.zeros(K.shape)
    db = np.zeros(c_out)
    for i in range(n):
        for o in range(c_out):
            for y in range(oh):
                for x in range(ow):
                    db[o] += dY[i, o, y, x]
                    for c in range(c_in):
                        for r in range(kh):
                            for s in range(kw):
                                dP[i, c, y * stride + r, x * stride + s] += dY[i, o, y, x] * K[o, c, r, s]
                                dK[o, c, r, s] += dY[i, o, y, x] * P[i, c, y * stride + r, x * stride + s]
    dX = np.zeros(X.shape)
    for i in range(n):
        for c in range(c_in):
            for r in range(h):
                for s in range(w):
                    dX[i, c, r, s] = dP[i, c, r + padding, s + padding]
    return [dX, dK, db]


def max_pool2d(X, size, stride=None):
    if stride is None:
        stride = size
    n, c, h, w = X.shape
    oh = output_size(h, size, stride)
    ow = output_size(w, size, stride)
    Y = np.zeros((n, c, oh, ow))
    for i in range(n):
        for k in range(c):
            for y in range(oh):
                for x in range(ow):
                    best = X[i, k, y * stride, x * stride]
                    for r in range(size):
                        for s in range(size):
                            if X[i, k, y * stride + r, x * stride + s] > best:
                                best = X[i, k, y * stride + r, x * stride + s]
                    Y[i, k, y, x] = best
    return Y


def max_pool2d_backward(dY, X, size, stride=None):
    if stride is None:
        stride = size
    n, c, oh, ow = dY.shape
    dX = np.zeros(X.shape)
    for i in range(n):
        for k in range(c):
            for y in range(oh):
                for x in range(ow):
                    br, bs = 0, 0
                    for r in range(size):
                        for s in range(size):
                            if (
                                X[i, k, y * stride + r, x * stride + s]
                                > X[i, k, y * stride + br, x * stride + bs]
                            ):
                                br, bs = r, s
                    dX[i, k, y * stride + br, x * stride + bs] += dY[i, k, y, x]
    return dX


def flatten(X):
    rows = []
    for image in X:
        row = []
        for channel in image:
            for line in channel:
                for pixel in line:
                    row.append(pixel)
        rows.append(row)
    return np.array(rows, dtype=X.dtype)
